// SPDX-License-Identifier: MIT
#include "ipc/sexp.hpp"
#include "tests/unit/ipc/random_value.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <string>

using namespace exwm_vr;
using namespace exwm_vr::ipc;

namespace {

/// What a text prints as after reading it, or "error".
std::string through(std::string_view text) {
    const auto value = parse(text);
    return value ? print(*value) : "error";
}

std::string error_of(std::string_view text) {
    const auto value = parse(text);
    return value ? "none" : value.error().message;
}

Value read(std::string_view text) {
    const auto value = parse(text);
    INFO(text);
    REQUIRE(value);
    return *value;
}

} // namespace

TEST_CASE("Emacs's syntax is read", "[ipc][sexp]") {
    CHECK(read("nil").is_nil());
    CHECK(read("()").is_nil());
    CHECK(read(" \n\t42 \n") == Value(42));
    CHECK(read("-7") == Value(-7));
    CHECK(read("+7") == Value(7));
    CHECK(read("1.") == Value(1));
    CHECK(read("0.5") == Value(0.5));
    CHECK(read("1e+20") == Value(1e20));
    CHECK(read("-.25") == Value(-0.25));
    CHECK(read("t") == Value(true));
    CHECK(read(":tiling") == Value(Keyword{"tiling"}));
    CHECK(read(":") == Value(Keyword{""}));
    CHECK(read("left") == Value::named("left"));
    CHECK(read("-") == Value::named("-"));
    CHECK(read("1+") == Value::named("1+"));
    CHECK(read("##") == Value::named(""));
    CHECK(read("a\\ b\\(") == Value::named("a b("));
    CHECK(read("\\1") == Value::named("1"));
    CHECK(read("[1 \"a\" nil]") == Value(Vector{{1, "a", Value()}}));
    CHECK(read("[]") == Value(Vector{}));
    CHECK(read("(:a 1(2)b)") == Value(List{{Keyword{"a"}, 1, List{{2}}, Value::named("b")}}));
}

TEST_CASE("dotted pairs are kept, lists behind a dot are joined", "[ipc][sexp]") {
    CHECK(read("(a . b)") == Value(List{{Value::named("a"), Value::named("b")}, true}));
    CHECK(through("(1 2 . 3)") == "(1 2 . 3)");
    CHECK(through("(1 . (2 3))") == "(1 2 3)");
    CHECK(through("(1 . (2 . 3))") == "(1 2 . 3)");
    CHECK(through("(1 . nil)") == "(1)");
    CHECK(through("(1 .5)") == "(1 0.5)");
    CHECK(through("(1 .(2))") == "(1 2)");
    CHECK(through("(. 1)") == "error");
    CHECK(through("(1 . )") == "error");
    CHECK(through("(1 . 2 3)") == "error");
    CHECK(through("[1 . 2]") == "error");
    CHECK(through(".") == "error");
}

TEST_CASE("string escapes are those of Emacs", "[ipc][sexp]") {
    CHECK(read(R"("a\"b\\c")") == Value("a\"b\\c"));
    CHECK(read("\"raw\nnewline\"") == Value("raw\nnewline"));
    CHECK(read(R"("\n\t\e\s\d\a")") == Value("\n\t\x1b \x7f\a"));
    CHECK(read("\"one\\\ntwo\"") == Value("onetwo"));
    CHECK(read(R"("\101\x41\ b\u00e4\U0001D11E")") == Value("AAbä𝄞"));
    CHECK(read(R"("\q")") == Value("q"));
    CHECK(read(R"("\0")") == Value(std::string(1, '\0')));
    CHECK(error_of(R"("\351")") == "byte 5: this escape is no character");
    CHECK(error_of(R"("\ud800")") == "byte 7: this escape is no character");
    CHECK(error_of(R"("\u12")") == "byte 5: this escape is no character");
    CHECK(error_of(R"("\C-a")") == "byte 3: this escape is not supported");
    CHECK(error_of("\"abc") == "byte 4: ends inside a string");
    CHECK(error_of("\"abc\\") == "byte 5: ends inside a string");
}

TEST_CASE("text properties are left off", "[ipc][sexp]") {
    CHECK(read(R"(#("txt" 0 3 (face bold)))") == Value("txt"));
    CHECK(through(R"((:client #("e" 0 1 (a (b . c))) :id 1))") == R"((:client "e" :id 1))");
    CHECK(through("#()") == "error");
    CHECK(through("#(1 2)") == "error");
    CHECK(through("#(\"a\"") == "error");
}

TEST_CASE("what cannot be data is refused", "[ipc][sexp]") {
    for (const char* text :
         {"",       "   ",  "(",     ")",  "]",   "(]",        "[)",      "(1",
          "1 2",    "() x", "'a",    "`a", ",a",  "; comment", "?a",      "#<buffer x>",
          "#1=(a)", "#x1f", "#s(a)", "#",  "##a", "a\\",       "(a \x01)"}) {
        INFO(text);
        CHECK(through(text) == "error");
    }
}

TEST_CASE("numbers out of range are refused", "[ipc][sexp]") {
    CHECK(read("9223372036854775807") == Value(std::numeric_limits<std::int64_t>::max()));
    CHECK(read("-9223372036854775808") == Value(std::numeric_limits<std::int64_t>::min()));
    CHECK(error_of("9223372036854775808") == "byte 0: integer beyond 64 bits");
    CHECK(error_of("(1 99999999999999999999.)") == "byte 3: integer beyond 64 bits");
    CHECK(error_of("1e999") == "byte 0: float out of range");
    CHECK(error_of("0.0e+NaN") == "byte 0: infinity and NaN are refused");
    CHECK(error_of("-1.0e+INF") == "byte 0: infinity and NaN are refused");
}

TEST_CASE("text that is not UTF-8 is refused", "[ipc][sexp]") {
    CHECK(error_of("\"\xff\"") == "byte 1: not UTF-8");
    CHECK(error_of("(a \xc3)") == "byte 3: not UTF-8");
}

TEST_CASE("nesting is bounded, however deep it goes", "[ipc][sexp]") {
    const auto nested = [](int depth, char open, char close) {
        return std::string(static_cast<std::size_t>(depth), open) + "1" +
               std::string(static_cast<std::size_t>(depth), close);
    };
    CHECK(parse(nested(max_depth, '(', ')')));
    CHECK(parse(nested(max_depth, '[', ']')));
    CHECK(error_of(nested(max_depth + 1, '(', ')')) == "byte 64: nested deeper than 64");
    CHECK(error_of(nested(10'000, '(', ')')) == "byte 64: nested deeper than 64");
    CHECK(error_of(nested(10'000, '[', ']')) == "byte 64: nested deeper than 64");
    CHECK(error_of(std::string(500'000, '(')) == "byte 64: nested deeper than 64");
    std::string dotted;
    for (int i = 0; i < 10'000; ++i) {
        dotted += "(a . ";
    }
    CHECK(error_of(dotted).ends_with("nested deeper than 64"));
    std::string hashes;
    for (int i = 0; i < 10'000; ++i) {
        hashes += "#(\"a\" ";
    }
    CHECK(error_of(hashes).ends_with("nested deeper than 64"));
}

TEST_CASE("printing escapes what Emacs would misread", "[ipc][sexp]") {
    CHECK(print(Value("a\"b\\c")) == R"("a\"b\\c")");
    CHECK(print(Value::named("1")) == "\\1");
    CHECK(print(Value::named("a b")) == "a\\ b");
    CHECK(print(Value::named("?x")) == "\\?x");
    CHECK(print(Value::named("")) == "##");
    CHECK(print(Value(3.0)) == "3.0");
    CHECK(print(Value(1e20)) == "1e+20");
    CHECK(print(Value(0.1)) == "0.1");
    CHECK(print(Value(-0.0)) == "-0.0");
    CHECK(print(Value(std::numeric_limits<double>::quiet_NaN())) == "0.0e+NaN");
    CHECK(print(Value(-std::numeric_limits<double>::infinity())) == "-1.0e+INF");
    CHECK(print(Value("bad \xff byte")) == "\"bad \xef\xbf\xbd byte\"");
    CHECK(print(Value(Keyword{"\xff"})) == ":\\\xef\xbf\xbd");
    CHECK(print(Value(false)) == "nil");
    CHECK(print(Plist().set("x", 1).set("y", Value()).take()) == "(:x 1 :y nil)");
}

TEST_CASE("any value survives printing and reading", "[ipc][sexp]") {
    test::RandomValue random(20'261'121);
    for (int i = 0; i < 20'000; ++i) {
        const Value value = random.value();
        const std::string text = print(value);
        const auto back = parse(text);
        INFO(text);
        REQUIRE(back);
        REQUIRE(*back == value);
        REQUIRE(print(*back) == text);
    }
}
