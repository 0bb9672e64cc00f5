//! The operations of the service, as its own document lists them, and a sensible request for each.

use serde_json::{Value, json};

use super::{Answer, Client};

/// An operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id.
    pub id: String,
    /// The method, in capitals.
    pub method: String,
    /// The address, with its parameters in braces.
    pub template: String,
    /// What the document says of it.
    pub described: Value,
    /// The media type and the example of its body.
    pub example: Option<(String, Value)>,
}

/// Every operation of the document that the service serves.
pub fn all(client: &Client) -> Vec<Operation> {
    let document = client.get("/openapi.json").expect(200);
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().expect("the document has paths") {
        for (method, described) in item.as_object().expect("an address has operations") {
            let id = described["operationId"].as_str().expect("an operation has an id").to_owned();
            let (method, template) = (method.to_uppercase(), template.clone());
            let example = example(&document, described);
            operations.push(Operation { id, method, template, described: described.clone(), example });
        }
    }
    operations
}

fn example(document: &Value, described: &Value) -> Option<(String, Value)> {
    let (media_type, content) = described["requestBody"]["content"].as_object()?.iter().next()?;
    let example = match content["schema"]["$ref"].as_str() {
        Some(reference) => &document.pointer(reference.trim_start_matches('#'))?["example"],
        None => &content["example"],
    };
    Some((media_type.clone(), example.clone()))
}

impl Operation {
    /// Its address with nothing real in it, and all of the form that it must have.
    pub fn address(&self) -> String {
        let parameters = self.described["parameters"].as_array().into_iter().flatten();
        let asked = parameters.filter(|known| known["in"] == "query" && known["required"] == true);
        let asked = asked.map(|known| {
            let example = known["example"].as_str().or(known["schema"]["example"].as_str());
            (known["name"].as_str().expect("it has a name"), example.expect("what is required has an example"))
        });
        let query = serde_urlencoded::to_string(asked.collect::<Vec<_>>()).expect("it is flat");
        let address = self.filled_in();
        if query.is_empty() { address } else { format!("{address}?{query}") }
    }

    fn filled_in(&self) -> String {
        self.template
            .replace("{kind}", "external-certificates")
            .replace("{qualification}", "practitioner")
            .replace("{code}", "foundation")
            .replace("{number}", "0000-0000-0000")
            .replace("{evidence_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e01")
            .replace("{auditor_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e03")
            .replace("{change_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e04")
            .replace("{role_assignment_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e05")
            .replace("{session_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e06")
            .replace("{passkey_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e07")
            .replace("{link_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e08")
            .replace("{delivery_id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e02")
            .replace("{id}", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00")
    }

    /// Sends it with the example of its body, and with a precondition where it needs one.
    pub fn send(&self, client: &Client) -> Answer {
        let (kind, body) = match &self.example {
            Some((kind, example)) if kind == "application/x-www-form-urlencoded" => {
                (kind.as_str(), serde_urlencoded::to_string(example.as_object()).expect("it is flat"))
            }
            Some((kind, Value::String(text))) => (kind.as_str(), text.clone()),
            Some((kind, example)) => (kind.as_str(), example.to_string()),
            None => ("", String::new()),
        };
        let mut headers = vec![("content-type", kind)];
        headers.retain(|_| self.example.is_some());
        if self.method == "PATCH" {
            headers.push(("if-match", "*"));
        }
        client.send(&self.method, &self.address(), &headers, body.as_bytes())
    }

    /// Whether the document says that a token is needed.
    pub fn is_secured(&self) -> bool {
        let schemes = self.described["security"].as_array();
        schemes.is_some_and(|schemes| !schemes.is_empty() && schemes.iter().all(|scheme| *scheme != json!({})))
    }

    /// Whether it takes a header or query parameter of this name.
    pub fn takes(&self, parameter: &str) -> bool {
        let parameters = self.described["parameters"].as_array();
        parameters.into_iter().flatten().any(|known| known["name"] == parameter)
    }
}
