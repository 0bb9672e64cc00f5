//! The grammar of lists: columns, and rows that can be acted upon, shown by `desk/table.html`.

/// A list of records.
#[derive(Debug)]
pub(super) struct Table {
    /// Where it is found on the page.
    pub id: &'static str,
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// What is said where there are none.
    pub empty: String,
    pub form_token: String,
}

#[derive(Debug, Default)]
pub(super) struct Row {
    /// What names the record.
    pub head: String,
    /// Where it has a page of its own.
    pub address: Option<String>,
    /// What tells it from its neighbours at a glance.
    pub mark: Option<String>,
    pub cells: Vec<String>,
    pub actions: Vec<Action>,
}

/// What can be done to a record by one button.
#[derive(Debug)]
pub(super) struct Action {
    pub address: String,
    pub label: String,
}

impl Table {
    pub fn new(id: &'static str, title: String, columns: Vec<String>, empty: String, form_token: &str) -> Self {
        Self { id, title, columns, rows: Vec::new(), empty, form_token: form_token.to_owned() }
    }

    pub fn with_rows(self, rows: impl IntoIterator<Item = Row>) -> Self {
        Self { rows: rows.into_iter().collect(), ..self }
    }

    /// Whether anything can be done to any of the records, so that there is a column for it.
    pub fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }
}
