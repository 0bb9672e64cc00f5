DROP TABLE course_sessions;
