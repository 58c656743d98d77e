-- 0019_certificate_term.sql: where the term that runs now began, so that a renewal "as long as before" means the last term and not all terms together.

ALTER TABLE certificate ADD COLUMN term_from INTEGER NOT NULL DEFAULT 0;      -- day; 0: never renewed, the term began with valid_from
