use super::*;

#[test]
fn plain_integers_are_told_from_other_texts() {
    for (text, plain, wide) in [
        ("0", Some(0), Some(0)),
        ("-7", Some(-7), Some(-7)),
        ("9223372036854775807", Some(i64::MAX), Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN), Some(i64::MIN)),
        ("9223372036854775808", None, None),
        ("-0", None, Some(0)),
        ("+7", None, Some(7)),
        ("007", None, Some(7)),
        ("1.0", None, Some(1)),
        ("1.50", None, None),
        ("1e2", None, None),
        ("", None, None),
        ("-", None, None),
        ("a", None, None),
    ] {
        assert_eq!((plain_integer(text), whole(text)), (plain, wide), "{text}");
    }
}

#[test]
fn texts_are_numbers_of_json_or_not() {
    for text in ["0", "-0", "1.5", "10", "1e5", "1E+5", "-0.0e-1"] {
        assert!(is_json(text), "{text}");
    }
    for text in ["", "+1", "01", ".5", "5.", "-.5", "1e", "1e+", "--1", "0x1", "1_0", "NaN"] {
        assert!(!is_json(text), "{text}");
    }
}

#[test]
fn floats_are_written_as_json_has_them() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (1e20, "100000000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        (1.25e300, "1.25e+300"),
        // Two numbers of 16 digits are equally near; the even one is written.
        (f64::from_bits(4_831_012_090_825_388_650), "957111238948429.2"),
        (5e-324, "5e-324"),
    ] {
        assert_eq!(of_float(value), text);
    }
}

#[test]
fn the_order_of_numbers_does_not_depend_on_how_they_are_written() {
    let ascending: [&[&str]; 8] = [
        &["-1e400"],
        &["-2", "-2.0", "-20e-1"],
        &["-1e-400"],
        &["0", "-0", "0.00", "0e99999999999999999999"],
        &["1e-400"],
        &["1", "1.0", "1e0", "+1", "0.1e1", "100e-2", "01"],
        &["9007199254740993"],
        &["1e99999999999"],
    ];
    for (i, left) in ascending.iter().enumerate() {
        for (j, right) in ascending.iter().enumerate() {
            for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (a, b))) {
                assert_eq!(compare(a, b), i.cmp(&j), "{a} {b}");
            }
        }
    }
}
