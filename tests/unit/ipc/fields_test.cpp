// SPDX-License-Identifier: MIT
#include "ipc/fields.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace exwm_vr;
using namespace exwm_vr::ipc;

namespace {

constexpr bool lenient = true;
constexpr bool strict = false;

/// Keeps the value that the fields look into.
struct Sample {
    explicit Sample(std::string_view text, bool how)
        : value(parse(text).value())
        , fields(Fields::of(value, how).value()) {}

    Value value;
    Fields fields;
};

template <typename T>
std::string reason(const Result<T>& result) {
    return result ? "none" : result.error().message;
}

} // namespace

TEST_CASE("only property lists have fields", "[ipc][fields]") {
    for (const char* text : {"5", "\"a\"", "(1 2)", "(:a)", "(:a 1 . 2)", "[:a 1]", "(:a 1 b 2)"}) {
        INFO(text);
        const auto value = parse(text);
        REQUIRE(value);
        CHECK_FALSE(Fields::of(*value, lenient));
    }
    CHECK(Fields::of(Value(), lenient));
}

TEST_CASE("the first of two values counts", "[ipc][fields]") {
    const Sample sample("(:id 1 :id 2)", strict);
    CHECK(sample.fields.integer("id", 0, 9) == 1);
}

TEST_CASE("nil is missing, except for flags", "[ipc][fields]") {
    const Sample sample("(:a nil :b t)", strict);
    CHECK(sample.fields.has("a"));
    CHECK(sample.fields.find("a") == nullptr);
    CHECK(reason(sample.fields.text("a")) == "missing :a");
    CHECK(reason(sample.fields.integer("c", 0, 1)) == "missing :c");
    CHECK(sample.fields.flag_if("a").value() == std::optional(false));
    CHECK(sample.fields.flag_if("b").value() == std::optional(true));
    CHECK(sample.fields.flag_if("c").value() == std::optional<bool>());
}

TEST_CASE("a lenient reader takes any value for any other", "[ipc][fields]") {
    const Sample sample(
        R"((:a headset :b :headset :c "headset" :d 7 :e "8" :f 2.6 :g t))", lenient
    );
    const Fields& fields = sample.fields;
    CHECK(fields.text("a") == "headset");
    CHECK(fields.text("b") == "headset");
    CHECK(fields.text("c") == "headset");
    CHECK(fields.text("d") == "7");
    CHECK(fields.integer("e", 0, 10) == 8);
    CHECK(fields.integer("f", 0, 10) == 3);
    CHECK(fields.number_if("e", 0, 10).value() == std::optional(8.0));
    CHECK(fields.flag_if("c").value() == std::optional(true));
    CHECK(reason(fields.integer("a", 0, 10)) == "invalid :a (integer from 0 to 10 expected)");
    CHECK(reason(fields.integer("d", 0, 6)) == "invalid :d (integer from 0 to 6 expected)");
}

TEST_CASE("a strict reader wants the right type", "[ipc][fields]") {
    const Sample sample(R"((:a headset :d 7 :e "8" :f 2.6 :l (1 2)))", strict);
    const Fields& fields = sample.fields;
    CHECK(fields.text("a") == "headset");
    CHECK(reason(fields.text("d")) == "invalid :d (text expected)");
    CHECK(reason(fields.integer("e", 0, 10)) == "invalid :e (integer from 0 to 10 expected)");
    CHECK(reason(fields.integer("f", 0, 10)) == "invalid :f (integer from 0 to 10 expected)");
    CHECK(fields.number_if("f", 0, 10).value() == std::optional(2.6));
    CHECK(fields.number_if("d", 0, 10).value() == std::optional(7.0));
    CHECK(reason(fields.flag_if("a")) == "invalid :a (t or nil expected)");
    CHECK(reason(fields.fields_if("l")) == "invalid :l (a property list expected)");
    CHECK(reason(fields.fields_if("d")) == "invalid :d (a property list expected)");
}

TEST_CASE("huge and odd numbers do not slip through leniency", "[ipc][fields]") {
    const Sample sample(R"((:a 1e300 :b "nan" :c "inf" :d "1e5x" :e -1e18))", lenient);
    for (const char* key : {"a", "b", "c", "d", "e"}) {
        INFO(key);
        CHECK_FALSE(sample.fields.integer(key, INT64_MIN, INT64_MAX));
        if (key != std::string_view("a") && key != std::string_view("e")) {
            CHECK_FALSE(sample.fields.number_if(key, -1e301, 1e301));
        }
    }
}

TEST_CASE("NUL characters do not pass as text", "[ipc][fields]") {
    const Sample sample(R"((:a "x\0y"))", lenient);
    CHECK(reason(sample.fields.text("a")) == "invalid :a (a NUL character in it)");
}
