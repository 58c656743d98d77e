-- 0029_posts_beside.sql: one person may hold several posts side by side (兼任, C1): each its own row, document and days.

ALTER TABLE appointment ADD COLUMN beside INTEGER NOT NULL DEFAULT 0 CHECK (beside IN (0, 1));    -- 1: held beside the post she was appointed to; has power only while that one holds
