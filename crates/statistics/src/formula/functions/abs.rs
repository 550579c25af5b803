//! `abs(x)`: the distance from zero. `abs(0 - 3)` is 3.

use super::Function;

pub static ABS: Function = Function {
    name: "abs",
    name_zh: "绝对值",
    arguments: (1, 1),
    groups_of: 1,
    divides: false,
    takes_zh: "一个数",
    takes_en: "one number",
    call: |numbers| numbers.first().map(|number| number.abs()),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_the_sign() {
        assert_eq!((ABS.call)(&[(-3).into()]), Some(3.into()));
        assert_eq!((ABS.call)(&[3.into()]), Some(3.into()));
    }
}
