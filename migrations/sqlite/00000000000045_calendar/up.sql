-- How far the registry has told what days bring by themselves: the day in hand, and after what of it to go on.
CREATE TABLE calendar (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    day DATE NOT NULL,
    place TEXT NOT NULL
);
CREATE INDEX certificates_by_last_day ON certificates (expires_on) WHERE expires_on IS NOT NULL;
CREATE INDEX certificate_suspensions_by_last_day ON certificate_status_changes (until) WHERE until IS NOT NULL;
CREATE INDEX organisation_certificates_by_last_day ON organisation_certificates (expires_on);
CREATE INDEX organisation_certificate_suspensions_by_last_day ON organisation_certificate_status_changes (until)
    WHERE until IS NOT NULL;
CREATE INDEX training_organisations_by_last_day ON training_organisations (accredited_until) WHERE accredited_until IS NOT NULL;
CREATE INDEX courses_by_last_day ON courses (accredited_until) WHERE accredited_until IS NOT NULL;
