//! What registrars merged and separated again of organisations.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::store::column::Column;
use crate::store::connection::DatabaseConnection;
use crate::store::merges::{MergeKind, merges};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows};
use crate::store::schema::organisation_merges;

merges!(organisation_merges, OrganisationId);
