-- 0016_joint.sql: which departments a joint case was copied to (DOMAIN 3.3), a projection of its standing: the work lists of co-departments.
CREATE TABLE case_co (
    case_id INTEGER NOT NULL,
    department TEXT NOT NULL,
    "window" TEXT NOT NULL,
    open INTEGER NOT NULL,                  -- 1 while the case is open
    todo INTEGER NOT NULL,                  -- 1 while something waits for this department: to sign, to check, to give its opinion
    state INTEGER NOT NULL,                 -- joint.h JointState
    due INTEGER,                            -- last day of its own limit; NULL: not begun or stopped
    PRIMARY KEY (case_id, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_co_department ON case_co (department, due, case_id) WHERE open = 1;
CREATE INDEX case_co_window ON case_co ("window", due, case_id) WHERE open = 1;
