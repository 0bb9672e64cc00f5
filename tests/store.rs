//! What the database itself refuses, past the service, and that both engines hold the same tables.

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, change_body, change_certificate};
use crate::support::world::{World, text};
use crate::support::{Engine, Service, on_both_engines};

const CERTIFICATE: &str = "candidate_id, body_id, qualification, format, edition, awarded_on, expires_on";
const RESULT: &str = "body_id, qualification, format, edition, reference, registered_by, registered_at";

/// A copy of the passed result with another id and these values in place of its own.
fn result(day: &str, marks: &str, outcome: &str) -> String {
    format!(
        "INSERT INTO results (id, candidate_id, sat_on, marks, marks_available, pass_mark, outcome, {RESULT}) \
         SELECT 'another', candidate_id, {day}, {marks}, marks_available, pass_mark, {outcome}, {RESULT} \
         FROM results WHERE outcome = 'pass'"
    )
}

/// A copy of the certificate, awarded on the result that failed, with these values in place of its own.
fn certificate(number: &str, current: &str) -> String {
    format!(
        "INSERT INTO certificates (id, number, result_id, current, awarded_at, {CERTIFICATE}) \
         SELECT 'another', {number}, (SELECT id FROM results WHERE outcome = 'fail'), {current}, awarded_at, \
         {CERTIFICATE} FROM certificates"
    )
}

/// A copy of the one correction or of a candidate's row that refers to nothing.
fn stray(table: &str, columns: &str, values: &str, from: &str) -> String {
    format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {from} LIMIT 1")
}

/// A world with a certificate on one result, a result that failed, and a change of either status.
fn populate(service: &Service) -> World {
    let world = World::new(service);
    let (candidate, passed) = world.certified_candidate(&Value::Null);
    world.submit_result(&world.body.caller.client, &candidate, "foundation", "2015-07-01", 12).expect(201);
    change_certificate(&world, &certificate_of(&passed), "suspensions", "2016-01-01", Some("2016-01-31")).expect(201);
    let marriage = json!({"family_name": "Fuchs", "reason": "marriage", "proof": {"method": "deed_seen"}});
    let changes = format!("/v1/candidates/{candidate}/identity-changes");
    world.registrar.client.post(&changes, &marriage).expect(201);
    let statement =
        json!({"organisation_name": "Heather", "country": "NL", "edition": "2018", "scope_statement": "Hosting."});
    let preliminary = world.body.caller.client.post("/v1/preliminary-scopes", &statement).expect(201);
    let reviews = format!("/v1/preliminary-scopes/{}/scope-reviews", text(&preliminary, "id"));
    world.registrar.client.post(&reviews, &json!({"agreed": false, "words": "Say where."})).expect(201);
    change_body(&world, &world.body.id, "suspensions", "2016-01-01").expect(201);
    world
}

/// Carries out a statement that must succeed, and takes it back.
fn allowed(sql: &mut Sql, statement: &str) {
    sql.execute("BEGIN").unwrap();
    let outcome = sql.execute(statement);
    sql.execute("ROLLBACK").unwrap();
    assert_eq!(outcome, Ok(1), "{statement}");
}

/// Carries out a statement that must be refused, for a reason that says one of `words`.
fn refused(sql: &mut Sql, statement: &str, words: &[&str]) {
    sql.execute("BEGIN").unwrap();
    let outcome = sql.execute(statement);
    sql.execute("ROLLBACK").unwrap();
    let reason = outcome.expect_err(statement);
    assert!(words.iter().any(|word| reason.contains(word)), "{statement}\nrefused: {reason}\nnot for {words:?}");
}

on_both_engines! {
    fn what_must_be_unique_is(service: Service) {
        let _world = populate(&service);
        let mut sql = Sql::of(&service);
        let (day, other_day) = ("sat_on", "'2015-08-01'");
        allowed(&mut sql, &certificate("'ANOTHERNUMBR'", "FALSE"));
        refused(&mut sql, &certificate("number", "FALSE"), &["certificates.number", "certificates_number_key"]);
        let second = [
            "certificates.candidate_id, certificates.qualification, certificates.edition",
            "one_certificate_per_holder_qualification_and_edition",
        ];
        refused(&mut sql, &certificate("'ANOTHERNUMBR'", "TRUE"), &second);

        allowed(&mut sql, &result(other_day, "33", "outcome"));
        let same_day = [
            "results.candidate_id, results.qualification, results.sat_on",
            "one_result_per_candidate_qualification_and_day",
        ];
        refused(&mut sql, &result(day, "33", "outcome"), &same_day);

        let correction = |id: &str| {
            format!(
                "INSERT INTO results (id, corrects_id, correction_reason, candidate_id, sat_on, outcome, {RESULT}) \
             SELECT '{id}', id, 'R', candidate_id, sat_on, outcome, {RESULT} FROM results WHERE outcome = 'pass' \
             AND corrects_id IS NULL"
            )
        };
        allowed(&mut sql, &correction("first"));
        assert_eq!(sql.execute(&correction("first")), Ok(1));
        refused(&mut sql, &correction("second"), &["results.corrects_id", "results_corrects_id_key"]);
    }

    fn impossible_values_are_refused(service: Service) {
        let _world = populate(&service);
        let mut sql = Sql::of(&service);
        let day = "'2015-08-01'";
        let check = ["CHECK constraint failed", "check constraint"];
        allowed(&mut sql, &result(day, "26", "'pass'"));
        allowed(&mut sql, &result(day, "25", "'fail'"));
        for statement in [
            result(day, "41", "'pass'"),
            result(day, "-1", "'fail'"),
            result(day, "25", "'pass'"),
            result(day, "26", "'fail'"),
            result(day, "26", "'passed'"),
            result(day, "NULL", "'pass'"),
            stray(
                "clients",
                "id, name, role, body_id, secret_digest, registered_at, secret_changed_at",
                "'x', name, 'body', NULL, secret_digest, registered_at, secret_changed_at",
                "clients",
            ),
            stray(
                "clients",
                "id, name, role, body_id, secret_digest, registered_at, secret_changed_at",
                "'x', name, 'operator', NULL, secret_digest, registered_at, secret_changed_at",
                "clients",
            ),
            stray(
                "certificate_status_changes",
                "certificate_id, kind, effective_on, until, reason_code, reason, recorded_by, recorded_at",
                "certificate_id, 'suspension', '2016-01-02', '2016-01-01', 'a', 'b', recorded_by, recorded_at",
                "certificate_status_changes",
            ),
            stray(
                "certificate_status_changes",
                "certificate_id, kind, effective_on, until, reason_code, reason, recorded_by, recorded_at",
                "certificate_id, 'withdrawal', '2016-01-02', '2016-01-03', 'a', 'b', recorded_by, recorded_at",
                "certificate_status_changes",
            ),
            stray(
                "body_status_changes",
                "body_id, kind, effective_on, reason, recorded_by, recorded_at",
                "body_id, 'listing', '2016-01-02', 'b', recorded_by, recorded_at",
                "body_status_changes",
            ),
            stray(
                "training_organisations",
                "id, slug, name, sort_key, country, accredited_from, accredited_until, registered_at",
                "'x', 'x', 'x', 'x', 'NL', '2012-01-02', '2012-01-01', registered_at",
                "training_organisations",
            ),
            stray(
                "evidence",
                "id, candidate_id, kind, recorded_by, recorded_at",
                "'x', id, 'external_certificate', 'x', registered_at",
                "candidates",
            ),
            stray(
                "evidence",
                "id, candidate_id, kind, certification, number, awarded_on, recorded_by, recorded_at, rejected_at",
                "'x', id, 'external_certificate', 'x', '1', '2015-01-01', 'x', registered_at, registered_at",
                "candidates",
            ),
        ] {
            refused(&mut sql, &statement, &check);
        }
    }

    fn nothing_refers_to_what_is_not_there(service: Service) {
        let _world = populate(&service);
        let mut sql = Sql::of(&service);
        let foreign = ["FOREIGN KEY constraint failed", "violates foreign key constraint"];
        for statement in [
            stray(
                "results",
                &format!("id, candidate_id, sat_on, outcome, {RESULT}"),
                &format!("'x', 'nobody', sat_on, outcome, {RESULT}"),
                "results",
            ),
            stray(
                "evidence",
                "id, candidate_id, kind, course_id, completed_on, recorded_by, recorded_at",
                "'x', id, 'course_attendance', 'nothing', '2015-01-01', 'x', registered_at",
                "candidates",
            ),
            stray(
                "candidate_bodies",
                "body_id, candidate_id, known_since",
                "'nobody', id, registered_at",
                "candidates",
            ),
            stray(
                "certificate_status_changes",
                "certificate_id, kind, effective_on, reason_code, reason, recorded_by, recorded_at",
                "'nothing', kind, effective_on, 'a', 'b', recorded_by, recorded_at",
                "certificate_status_changes",
            ),
            stray(
                "events",
                "id, kind, subject_kind, subject_id, body_id, actor, recorded_at, data",
                "'x', kind, subject_kind, subject_id, 'nobody', actor, recorded_at, data",
                "events",
            ),
            "DELETE FROM candidates".to_owned(),
            "DELETE FROM bodies".to_owned(),
            "DELETE FROM training_organisations".to_owned(),
        ] {
            refused(&mut sql, &statement, &foreign);
        }
    }

    fn what_is_on_record_stays_as_it_is(service: Service) {
        let world = populate(&service);
        let mut sql = Sql::of(&service);
        let before = world.registrar.client.get("/v1/events?limit=1000").expect(200);
        for (table, change) in [
            ("events", "data = '{}'"),
            ("events", "sequence = sequence + 1000"),
            ("results", "outcome = 'fail'"),
            ("results", "reference = 'another'"),
            ("certificate_status_changes", "effective_on = '2017-01-01'"),
            ("body_status_changes", "reason = 'another'"),
            ("certificates", "number = 'ANOTHERNUMBR'"),
            ("certificates", "awarded_on = '2014-01-01'"),
            ("certificates", "format = 'previous'"),
            ("results", "format = 'previous'"),
            ("certificates", "candidate_id = 'nobody'"),
            ("preliminary_scopes", "scope_statement = 'another'"),
            ("preliminary_scopes", "state = 'agreed'"),
            ("identity_changes", "state = 'refused'"),
            ("identity_changes", "decided_by = 'another'"),
            ("identity_changes", "reason = 'other'"),
            ("identity_changes", "earlier_from = '2014-01-01'"),
        ] {
            let words = ["is append-only", "only the currency of a certificate can change"];
            refused(&mut sql, &format!("UPDATE {table} SET {change}"), &words);
        }
        let tables =
            ["events", "results", "certificate_status_changes", "body_status_changes", "certificates", "identity_changes", "preliminary_scopes"];
        for table in tables {
            let words = ["is append-only", "certificates are not deleted"];
            refused(&mut sql, &format!("DELETE FROM {table}"), &words);
            if service.engine() == Engine::Postgres {
                refused(&mut sql, &format!("TRUNCATE {table} CASCADE"), &words);
            }
        }
        allowed(&mut sql, "UPDATE certificates SET current = FALSE");
        allowed(&mut sql, "UPDATE identity_changes SET earlier_family_name = NULL, family_name = NULL, words = NULL");
        assert_eq!(world.registrar.client.get("/v1/events?limit=1000").expect(200), before);
    }

    /// A withdrawal frees the place of the one certificate that its holder can have.
    fn a_withdrawn_certificate_is_not_current(service: Service) {
        let world = populate(&service);
        let mut sql = Sql::of(&service);
        let current = "SELECT number AS value FROM certificates WHERE current";
        let listed = world.registrar.client.get("/v1/certificates").expect(200);
        let number = text(&listed["items"][0], "number");
        assert_eq!(sql.texts(current), [number.replace('-', "")]);
        change_certificate(&world, &number, "withdrawals", "2017-01-01", None).expect(201);
        assert_eq!(sql.texts(current), Vec::<String>::new());
    }

    /// The log says where it stands, and not what it is, which may be personal.
    fn a_value_that_its_type_does_not_accept_is_told_with_its_place(service: Service) {
        let world = World::new(&service);
        let (candidate, result) = world.certified_candidate(&Value::Null);
        let guess = format!("/v1/verifications/{}?family_name=", certificate_of(&result));
        world.public.get(&format!("{guess}Somebody")).expect(200);
        let mut sql = Sql::of(&service);
        assert_eq!(sql.execute("UPDATE candidates SET country = 'Quetzalcoatl'"), Ok(1));
        assert_eq!(sql.execute("UPDATE guesses SET recent = 'Quetzalcoatl'"), Ok(1));
        for client in [&world.registrar.client, &world.body.caller.client] {
            client.get(&format!("/v1/candidates/{candidate}")).expect_problem(500, "internal_error");
        }
        world.public.get(&format!("{guess}Else")).expect_problem(500, "internal_error");
        service.wait_for_log(&format!("candidates.country of row {candidate} has an impossible value"));
        service.wait_for_log("guesses.recent has an impossible value");
        assert!(!service.log().contains("Quetzalcoatl"), "{}", service.log());
    }

    /// Secrets are nowhere in the database in clear.
    fn no_secret_is_kept_in_clear(service: Service) {
        let world = populate(&service);
        let mut sql = Sql::of(&service);
        let kept = sql.texts("SELECT id || ' ' || secret_digest AS value FROM clients");
        assert_eq!(kept.len(), 4);
        for caller in [&world.registrar, &world.employer, &world.body.caller, &world.other_body.caller] {
            assert!(kept.iter().any(|row| row.starts_with(&caller.client_id)));
            assert!(!kept.iter().any(|row| row.contains(&caller.client_secret)));
        }
        let keys = sql.texts("SELECT sealed_private_key AS value FROM signing_keys");
        assert!(!keys.is_empty() && !keys.iter().any(|key| key.contains("PRIVATE KEY")));
    }
}

/// The columns of every table, with the family of their type and whether they must have a value.
fn columns(service: &Service) -> Vec<String> {
    let mut sql = Sql::of(service);
    let mut columns = match service.engine() {
        Engine::Sqlite => sql.texts(
            "SELECT tables.name || '.' || columns.name || ' ' || \
             CASE WHEN columns.type LIKE 'VARCHAR%' THEN 'text' WHEN columns.type IN ('INTEGER', 'BIGINT') THEN 'number' WHEN columns.type = 'BLOB' THEN 'bytea' \
             ELSE lower(columns.type) END || \
             CASE WHEN columns.\"notnull\" OR columns.pk > 0 THEN ' required' ELSE '' END AS value \
             FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE 'directory_grams%'",
        ),
        Engine::Postgres => sql.texts(
            "SELECT table_name || '.' || column_name || ' ' || \
             CASE WHEN data_type LIKE '%int%' THEN 'number' WHEN data_type LIKE 'timestamp%' THEN 'timestamp' \
             WHEN data_type LIKE 'character%' THEN 'text' ELSE data_type END || \
             CASE WHEN is_nullable = 'NO' THEN ' required' ELSE '' END AS value \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'directory_grams'",
        ),
    };
    columns.sort();
    columns
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    let Some(postgres) = Service::start(Engine::Postgres) else { return };
    let sqlite = Service::start(Engine::Sqlite).expect("SQLite is in the binary");
    let (sqlite, postgres) = (columns(&sqlite), columns(&postgres));
    let only = |left: &[String], right: &[String]| -> Vec<String> {
        left.iter().filter(|column| !right.contains(column)).cloned().collect()
    };
    assert_eq!((only(&sqlite, &postgres), only(&postgres, &sqlite)), (Vec::new(), Vec::new()));
    assert!(sqlite.contains(&"results.marks number".to_owned()) && sqlite.len() > 100, "{sqlite:?}");
}
