//! Files that cannot be taken: each gets an answer that says what is wrong, where, and what to do.

use serde_json::Value;

use crate::support::batches::{csv, foundation, outcome, send, words, wrong};
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

const HEADER: &str = "reference,family_name,birth_date,qualification,sat_on,marks\n";
const GOOD: &str = "1,Alder,1990-01-01,foundation,2015-06-01,30\n";

on_both_engines! {
    fn a_file_that_cannot_be_read_is_refused_as_a_whole(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let many_columns = format!("{}\n1\n", vec!["marks"; 1_000_000].join(","));
        // Windows-1250 and Windows-1251.
        let [central, cyrillic] = [&b"Dvo\xF8\xE1k"[..], b"\xD1\xF2\xE5\xEF\xE0\xED"]
            .map(|name| [HEADER.as_bytes(), b"1,", name, b",1990-01-01,foundation,2015-06-01,30\n"].concat());
        let damaged: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).chain([b'x']).collect();
        let csv_cases: Vec<(Vec<u8>, &str, &[&str])> = vec![
            (b"".to_vec(), "empty_file", &["empty", "send"]),
            (b" \n\n".to_vec(), "empty_file", &["white space"]),
            (HEADER.into(), "no_rows", &["no row"]),
            (GOOD.into(), "no_header", &["line 1", "name the columns"]),
            (central, "wrong_encoding", &["line 2", "0xF8", "UTF-8"]),
            (cyrillic, "wrong_encoding", &["line 2", "0xD1", "UTF-8"]),
            (damaged, "wrong_encoding", &["UTF-16", "CSV UTF-8"]),
            (format!("{HEADER}{GOOD}2,Elm,1990-01-01,foundation,2015-06-01,65%\n").into(), "percentages", &["line 3", "are these percentages?"]),
            (format!("{HEADER}1,\"Alder,1990-01-01\n{GOOD}").into(), "unclosed_quote", &["line 2", "quotation mark"]),
            (format!("marks,{HEADER}").into(), "duplicate_column", &["more than one", "`marks`"]),
            ("reference,marks\n1,2\n".into(), "missing_column", &["lacks", "`qualification`", "`birth_date`"]),
            (HEADER.replace("marks", "mraks").into(), "unknown_column", &["`mraks`", "did you mean `marks`"]),
            (HEADER.replace("reference", "Surname").into(), "duplicate_column", &["`family_name` beside `Surname` (`family_name`)"]),
            (many_columns.into(), "too_many_columns", &["more than 200 columns"]),
            (b"PK\x03\x04rest of an archive".to_vec(), "damaged_workbook", &["cut off", "save it again"]),
            (b"\x1F\x8B\x08rest".to_vec(), "wrong_file_type", &["gzip", "uncompressed"]),
            (b"<!doctype html>".to_vec(), "wrong_file_type", &["HTML"]),
            (b"{\"reference\": 1}\n".to_vec(), "wrong_file_type", &["JSON", "application/x-ndjson"]),
            (format!("{HEADER}1,\0,,,,\n").into(), "nul_byte", &["line 2", "NUL"]),
        ];
        let ndjson_cases: Vec<(Vec<u8>, &str, &[&str])> = vec![
            (b"".to_vec(), "empty_file", &["empty"]),
            (b"[{}]".to_vec(), "wrong_file_type", &["array", "one object on each line"]),
            (HEADER.into(), "wrong_file_type", &["CSV", "text/csv"]),
            (b"{\n  \"reference\": \"1\"\n}\n".to_vec(), "wrong_file_type", &["several lines"]),
        ];
        let all = [("text/csv", csv_cases), ("application/x-ndjson", ndjson_cases)];
        for (media_type, (file, code, said)) in
            all.iter().flat_map(|(media_type, cases)| cases.iter().map(move |case| (*media_type, case)))
        {
            let answer = send(client, "", media_type, file);
            let problem = answer.expect_problem(422, "invalid_file");
            let error = &problem["errors"][0];
            assert_eq!((text(error, "pointer").as_str(), text(error, "code").as_str()), ("", *code), "{answer}");
            for words in *said {
                assert!(text(&problem, "detail").contains(words), "{words} in {answer}");
                assert!(text(error, "detail").contains(words), "{words} in {answer}");
            }
        }
        assert_eq!(client.get("/v1/result-batches").expect(200)["items"], Value::Array(Vec::new()));
    }

    fn one_bad_row_never_stops_the_others(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = format!("{HEADER}{GOOD}2,Short\n3,Long,1990-01-01,foundation,2015-06-01,30,,,\n4,Last,1990-01-01,foundation,2015-06-01,30\n");
        let rows = outcome(client, "", file.as_bytes());
        assert_eq!(words(&rows), ["pass", "invalid", "invalid", "pass"], "{rows:?}");
        assert_eq!((wrong(&rows[1])[0].1.as_str(), wrong(&rows[2])[0].1.as_str()), ("required", "too_many_cells"));
        let good = String::from_utf8(crate::support::batches::ndjson(&[foundation("1", &[]), foundation("2", &[("family_name", "Two")])])).unwrap();
        let (first, second) = good.split_once('\n').unwrap();
        let file = format!("{first}\n{{\"reference\": \n{second}");
        let id = text(&send(client, "", "application/x-ndjson", file.as_bytes()).expect(202), "id");
        crate::support::batches::finished(client, &id);
        let rows = crate::support::batches::rows(client, &id, "");
        assert_eq!(words(&rows), ["pass", "invalid", "pass"], "{rows:?}");
        assert_eq!((rows[1]["line"].as_i64(), wrong(&rows[1])[0].1.as_str()), (Some(2), "malformed_json"));
    }

    fn what_is_no_file_is_told_what_to_send(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let file = csv(&[foundation("1", &[])]);
        for (media_type, said) in [
            ("", "Content-Type"), ("application/json", "text/csv"), ("multipart/form-data; boundary=x", "the file itself"),
            ("application/x-www-form-urlencoded", "text/csv"), ("text/csv; charset=windows-1252", "UTF-8"),
            ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ] {
            let answer = if media_type.is_empty() {
                client.send("POST", "/v1/result-batches", &[], &file)
            } else {
                send(client, "", media_type, &file)
            };
            let problem = answer.expect_problem(415, "unsupported_media_type");
            assert!(text(&problem, "detail").contains(said), "{answer}");
        }
        let packed = [("content-type", "text/csv"), ("content-encoding", "gzip")];
        client.send("POST", "/v1/result-batches", &packed, &file).expect_problem(415, "unsupported_media_type");
        for media_type in ["text/csv", "TEXT/CSV; header=present", "application/csv", "text/csv; charset=\"UTF-8\""] {
            assert!(matches!(send(client, "", media_type, &file).status, 200 | 202), "{media_type}");
        }
    }
}
