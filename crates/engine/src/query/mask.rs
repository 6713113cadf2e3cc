//! Personal fields as they may be shown to everybody.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::cast::as_string_array;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};

/// Digits of which three and four may be shown: most stay hidden.
const DIGITS: usize = 11;

/// A number of at least eleven digits, such as a phone's, keeps three characters at the front and four at the end (`138****1234`); anything else, a short
/// number or a date too, its first character.
pub fn masked(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let length = text.chars().count();
    if digits >= DIGITS && digits * 10 >= length * 7 {
        let front: String = text.chars().take(3).collect();
        let back: String = text.chars().skip(length - 4).collect();
        return format!("{front}****{back}");
    }
    text.chars()
        .next()
        .map_or_else(String::new, |first| format!("{first}**"))
}

/// `mask(value)` in SQL.
pub(crate) fn mask() -> ScalarUDF {
    create_udf(
        "mask",
        vec![DataType::Utf8],
        DataType::Utf8,
        Volatility::Immutable,
        Arc::new(|values: &[ColumnarValue]| {
            let arrays = ColumnarValue::values_to_arrays(values)?;
            let texts = cast(&arrays[0], &DataType::Utf8)?;
            let shown: StringArray = as_string_array(&texts)?.iter().map(|text| text.map(masked)).collect();
            Ok(ColumnarValue::Array(Arc::new(shown) as ArrayRef))
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_not_shown_by_its_ends() {
        for (number, shown) in [
            ("8881234", "8**"),
            ("19900501", "1**"),
            ("1990-05-01", "1**"),
            ("1234567890", "1**"),
        ] {
            assert_eq!(masked(number), shown);
        }
    }

    #[test]
    fn phones_keep_their_ends_and_names_their_first_character() {
        assert_eq!(masked("13812341234"), "138****1234");
        assert_eq!(masked("+86 138-1234-1234"), "+86****1234");
        assert_eq!(masked("110101199003077758"), "110****7758");
        assert_eq!(masked("欧阳修"), "欧**");
        assert_eq!(masked("a@example.com"), "a**");
        assert_eq!(masked(""), "");
    }
}
