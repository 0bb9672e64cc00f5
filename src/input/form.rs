//! Forms: what people send, each declared once. From one declaration come the struct, its reader and its description in the
//! OpenAPI document; the limits come from the types of the members.
//!
//! ```
//! # use touchstone::input::fields::{Integer, Line};
//! # use touchstone::input::form::form;
//! # use touchstone::input::object::parse_object;
//! form! {
//!     /// Somebody.
//!     #[example({"name": "Ada"})]
//!     pub struct NewPerson as "PersonRequest" {
//!         /// What they are called.
//!         pub name: Line<200>,
//!         /// Their age in years.
//!         pub age: Option<Integer<0, 150>>,
//!     }
//! }
//!
//! let mistakes = parse_object::<NewPerson>(&serde_json::json!({ "nmae": "Ada", "age": 200 })).err();
//! assert_eq!(mistakes.unwrap().to_string(), "/name: is missing; \
//!     /age: must be from 0 to 150; \
//!     /nmae: is unknown here; did you mean `name`?");
//! ```

use serde_json::{Map, Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{RefOr, Required};

pub use super::field::{Field, OrUsual, Replacement, Schemas, Several};
use super::object::FromObject;

/// What a form is, for its description. [`form!`](crate::form) implements it.
pub trait Form: FromObject {
    const NAME: &'static str;

    /// What it is for.
    const ABOUT: &'static [&'static str];

    fn example() -> Value;

    fn members() -> Vec<Member>;

    fn collect(found: &mut Schemas);
}

pub struct Member {
    pub name: &'static str,
    pub required: bool,
    pub schema: Value,
    /// What it is: the lines of its documentation.
    pub about: &'static [&'static str],
    /// An example of it where it stands alone, in a query; null for none. A body has one as a whole.
    pub example: Value,
}

impl Member {
    /// A member of the type `F`, with what is said of it beside what its type says.
    pub fn new<F: Field>(name: &'static str, about: &'static [&'static str], example: Value, also: Value) -> Self {
        let mut schema = F::schema();
        if let (Some(members), Value::Object(more)) = (schema.as_object_mut(), also) {
            members.extend(more);
        }
        Self { name, required: F::REQUIRED, schema, about, example }
    }
}

/// Documentation as it is written, without the space in front of each line.
fn text(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n")
}

pub fn schema<F: Form>() -> RefOr<Schema> {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for Member { name, required: is_required, mut schema, about, .. } in F::members() {
        let described = if schema["oneOf"].is_array() { &mut schema["oneOf"][0] } else { &mut schema };
        described["description"] = json!(text(about));
        properties.insert(name.to_owned(), schema);
        required.extend(is_required.then_some(name));
    }
    let mut schema = json!({"type": "object", "description": text(F::ABOUT), "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !F::example().is_null() {
        schema["example"] = F::example();
    }
    typed(schema)
}

/// The members of a form as the parameters of a query, in which there is no null.
pub fn parameters<F: Form>() -> Vec<Parameter> {
    let parameter = |Member { name, required, mut schema, about, example }: Member| {
        if let Value::Array(types) = &schema["type"] {
            schema["type"] = types[0].clone();
        }
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .required(if required { Required::True } else { Required::False })
            .description(Some(text(about)))
            .schema(Some(typed(schema)));
        parameter.example(Some(example).filter(|example| !example.is_null())).build()
    };
    F::members().into_iter().map(parameter).collect()
}

fn typed(schema: Value) -> RefOr<Schema> {
    serde_json::from_value(schema).unwrap_or_default()
}

pub fn reference<F: Form>() -> Value {
    json!({"$ref": format!("#/components/schemas/{}", F::NAME)})
}

pub fn named<F: Form>() -> (String, RefOr<Schema>) {
    (F::NAME.to_owned(), schema::<F>())
}

/// Declares forms; see the [module](self). A member is documented, is called on the wire what follows `as`, if that is another
/// name, and may have an `#[example(…)]` for queries and more in its schema: `#[also({…})]`. What is wrong with it in the light of
/// those before it, each of which is `None` where it is wrong by itself, is found by what follows `=>`.
#[macro_export]
macro_rules! form {
    ($(
        $(#[doc = $about:literal])+
        $(#[example($example:tt)])?
        $(#[derive($($derived:ident),+)])?
        $visibility:vis struct $name:ident $(as $schema:literal)? {
            $(
                $(#[doc = $documentation:literal])+
                $(#[example($sample:tt)])?
                $(#[also($also:tt)])?
                $member_visibility:vis $member:ident $(as $wire:literal)?: $type:ty
                $(=> |$object:ident| $check:block)?
            ),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Debug $($(, $derived)+)?)]
        $visibility struct $name {
            $($(#[doc = $documentation])+ $member_visibility $member: <$type as $crate::input::form::Field>::Value,)+
        }

        impl $crate::input::object::FromObject for $name {
            fn from_object(object: &mut $crate::input::object::ObjectReader<'_>) -> Option<Self> {
                // Everything is read first: a `?` in between would hide the mistakes after it.
                $(
                    let $member = object.field::<$type>($crate::input::form::either!($($wire)? or stringify!($member)));
                    $({ let $object = &mut *object; $check })?
                )+
                Some(Self { $($member: $member?),+ })
            }
        }

        impl $crate::input::form::Form for $name {
            const NAME: &'static str = $crate::input::form::either!($($schema)? or stringify!($name));
            const ABOUT: &'static [&'static str] = &[$($about),+];

            fn example() -> ::serde_json::Value {
                $crate::input::form::optional_json!($($example)?)
            }

            fn members() -> Vec<$crate::input::form::Member> {
                vec![$($crate::input::form::Member::new::<$type>(
                    $crate::input::form::either!($($wire)? or stringify!($member)),
                    &[$($documentation),+],
                    $crate::input::form::optional_json!($($sample)?),
                    $crate::input::form::optional_json!($($also)?),
                )),+]
            }

            fn collect(found: &mut $crate::input::form::Schemas) {
                $(<$type as $crate::input::form::Field>::collect(found);)+
            }
        }

        $crate::input::form::described!($name as $name);

        impl ::utoipa::PartialSchema for $name {
            fn schema() -> ::utoipa::openapi::RefOr<::utoipa::openapi::schema::Schema> {
                $crate::input::form::schema::<Self>()
            }
        }

        impl ::utoipa::ToSchema for $name {
            fn name() -> ::std::borrow::Cow<'static, str> {
                <Self as $crate::input::form::Form>::NAME.into()
            }

            fn schemas(found: &mut $crate::input::form::Schemas) {
                <Self as $crate::input::form::Form>::collect(found);
            }
        }

        impl ::utoipa::IntoParams for $name {
            fn into_params(
                _: impl Fn() -> Option<::utoipa::openapi::path::ParameterIn>,
            ) -> Vec<::utoipa::openapi::path::Parameter> {
                $crate::input::form::parameters::<Self>()
            }
        }
    )+};
}

/// Makes a member of what is read from an object of its own: the type `$type`, which the form `$form` describes.
#[macro_export]
macro_rules! described {
    ($type:ty as $form:ty) => {
        impl $crate::input::form::Field for $type {
            type Value = Self;

            fn read(
                reader: &mut $crate::input::object::ObjectReader<'_>,
                pointer: String,
                value: &::serde_json::Value,
            ) -> Option<Self> {
                reader.nested(pointer, value, <Self as $crate::input::object::FromObject>::from_object)
            }

            fn schema() -> ::serde_json::Value {
                $crate::input::form::reference::<$form>()
            }

            fn collect(found: &mut $crate::input::form::Schemas) {
                found.push($crate::input::form::named::<$form>());
                <$form as $crate::input::form::Form>::collect(found);
            }
        }
    };
}

/// What is given, or else what is usual.
#[macro_export]
#[doc(hidden)]
macro_rules! either {
    ($given:literal or $($usual:tt)+) => {
        $given
    };
    (or $($usual:tt)+) => {
        $($usual)+
    };
}

/// JSON that is null where it is left out.
#[macro_export]
#[doc(hidden)]
macro_rules! optional_json {
    () => {
        ::serde_json::Value::Null
    };
    ($value:tt) => {
        ::serde_json::json!($value)
    };
}

pub use {described, either, form, optional_json};
