// SPDX-License-Identifier: MIT
#include "config/text.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace exwm_vr::config;

TEST_CASE("each code point survives the way to UTF-8 and back", "[text]") {
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        if (value >= 0xD800 && value <= 0xDFFF) {
            continue;
        }
        const std::string bytes = to_utf8(value);
        const auto point = first_code_point(bytes);
        if (!point || point->value != value || point->length != bytes.size()) {
            FAIL("U+" << std::hex << static_cast<unsigned>(value));
        }
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            if (first_code_point(std::string_view{bytes}.substr(0, cut))) {
                FAIL("cut U+" << std::hex << static_cast<unsigned>(value));
            }
        }
    }
}

TEST_CASE("bytes that are not UTF-8 are refused", "[text]") {
    for (const std::string_view bad :
         {"\x80",
          "\xBF",
          "\xC0\x80",         // overlong NUL
          "\xC1\xBF",         // overlong
          "\xE0\x9F\xBF",     // overlong
          "\xED\xA0\x80",     // surrogate
          "\xED\xBF\xBF",     // surrogate
          "\xF0\x8F\xBF\xBF", // overlong
          "\xF4\x90\x80\x80", // above U+10FFFF
          "\xF8\x88\x80\x80\x80",
          "\xC3(",
          "\xFF",
          ""}) {
        CHECK_FALSE(first_code_point(bad));
    }
}

TEST_CASE("quotes for messages are escaped and cut", "[text]") {
    CHECK(in_quotes("fast") == "\"fast\"");
    CHECK(in_quotes("a\"b\n") == "\"a\\\"b\\n\"");
    CHECK(in_quotes("\xFF") == "\"\\x{ff}\"");
    const std::string long_text = std::string(59, 'a') + "éééé";
    CHECK(in_quotes(long_text) == '"' + std::string(59, 'a') + "\"…");
    CHECK(in_quotes(std::string(60, 'a')) == '"' + std::string(60, 'a') + '"');
}

TEST_CASE("blanks around text go, those inside stay", "[text]") {
    CHECK(trimmed(" \t a b\r\n").compare("a b") == 0);
    CHECK(trimmed(" \n ").empty());
    CHECK(trimmed("").empty());
}
