// SPDX-License-Identifier: MIT
#include "base/table.hpp"

#include <catch2/catch_test_macros.hpp>

namespace exwm_vr::ctl {
namespace {

TEST_CASE("a table is as wide as its cells, counted in characters") {
    Table table({"ID", "NAME", "TITLE"});
    table.add({"1", "größe", "x"});
    table.add({"4294967296", "b", "long title"});
    CHECK(
        table.to_string(false) == "ID          NAME   TITLE\n"
                                  "1           größe  x\n"
                                  "4294967296  b      long title\n"
    );
}

TEST_CASE("a table has no spaces at the end of a line") {
    Table table({"A", "B"});
    table.add({"a", ""});
    CHECK(table.to_string(false) == "A  B\na\n");
}

TEST_CASE("only the heading is bold") {
    Table table({"A"});
    table.add({"a"});
    CHECK(table.to_string(true) == "\x1b[1mA\x1b[0m\na\n");
}

TEST_CASE("a window's title cannot send commands to the terminal") {
    CHECK(printable("\x1b]0;gotcha\a") == "\\u{1b}]0;gotcha\\u{7}");
    CHECK(printable("a\nb\tc") == "a\\nb\\tc");
    CHECK(printable("\x7f") == "\\u{7f}");
    CHECK(printable("\u009b1m") == "\\u{9b}1m"); // CSI in one character
    CHECK(printable("grün 日本") == "grün 日本");
    CHECK(
        printable(
            "a\xff"
            "b"
        ) == "a\uFFFDb"
    );
    Table table({"TITLE"});
    table.add({"two\nlines"});
    CHECK(table.to_string(false) == "TITLE\ntwo\\nlines\n");
}

} // namespace
} // namespace exwm_vr::ctl
