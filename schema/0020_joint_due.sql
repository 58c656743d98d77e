-- 0020_joint_due.sql: the last day of what waits for a co-department now: to sign, to say what is missing, to give its opinion. Lists are sorted by it,
-- and after it the lateness is warned of (E12). A projection, like the rest of case_co. Until the copies are out the competent department has the only
-- row of a joint case (state 6). In notice_warning the column clock names the department for warnings about its part (co_...).

ALTER TABLE case_co ADD COLUMN act_by INTEGER;                          -- day; NULL: nothing waits for it, or a pause holds it
DROP INDEX case_co_department;
DROP INDEX case_co_window;
CREATE INDEX case_co_department ON case_co (department, act_by, case_id) WHERE open = 1;
CREATE INDEX case_co_window ON case_co ("window", act_by, case_id) WHERE open = 1;
CREATE INDEX case_co_late ON case_co (act_by, case_id, department) WHERE todo = 1;
