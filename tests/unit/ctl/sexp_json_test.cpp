// SPDX-License-Identifier: MIT
#include "ctl/sexp_json.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include <string>

namespace exwm_vr::ctl {
namespace {

std::string json_of(std::string_view sexp) {
    const auto value = ipc::parse(sexp);
    REQUIRE(value);
    return json_text(to_json(*value), 0);
}

TEST_CASE("s-expressions become JSON") {
    CHECK(json_of("nil") == "null");
    CHECK(json_of("t") == "true");
    CHECK(json_of("(1 2.5 \"x\" left :tiling nil)") == R"([1,2.5,"x","left","tiling",null])");
    CHECK(json_of("[1 [2]]") == "[1,[2]]");
    CHECK(json_of("4294967296") == "4294967296");
    CHECK(
        json_of("(:type :event :id 5 :geometry (:x 1 :y -2))") ==
        R"({"geometry":{"x":1,"y":-2},"id":5,"type":"event"})"
    );
}

TEST_CASE("of a key that is there twice the first one counts") {
    CHECK(json_of("(:a 1 :a 2)") == R"({"a":1})");
}

TEST_CASE("lists that are no property lists are arrays") {
    CHECK(json_of("(:a)") == R"(["a"])");
    CHECK(json_of("(:a 1 2 3)") == R"(["a",1,2,3])");
    CHECK(json_of("(a . b)") == R"(["a","b"])");
    CHECK(json_of("(:a . 1)") == R"(["a",1])");
}

TEST_CASE("an s-expression on one line reads back the same") {
    const std::string text =
        GENERATE("(:title \"two\nlines \\\"and\\\" \\\\n more\n\")", "(:a \"\n\")", "(a b)");
    const auto value = ipc::parse(text);
    REQUIRE(value);
    const std::string line = on_one_line(*value);
    CHECK_FALSE(line.contains('\n'));
    CHECK(ipc::parse(line) == *value);
}

} // namespace
} // namespace exwm_vr::ctl
