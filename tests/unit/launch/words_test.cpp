// SPDX-License-Identifier: MIT
#include "passthrough/launch/words.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace exwm_vr::launch {
namespace {

std::string output_of(const std::string& command) {
    struct Close {
        void operator()(std::FILE* pipe) const { pclose(pipe); }
    };

    const std::unique_ptr<std::FILE, Close> pipe(popen(command.c_str(), "r"));
    REQUIRE(pipe);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
        text.append(buffer.data(), count);
    }
    return text;
}

TEST_CASE("words: a shell reads what was meant") {
    std::mt19937 random(7);
    std::vector<std::string> words{
        "", "'", "\"", "a b", "$HOME", "~", "=x", "`id`", "\\", "!", "-n"
    };
    for (int i = 0; i < 400; ++i) {
        std::string word;
        for (auto length = random() % 12; length > 0; --length) {
            // All but NUL, which ends an argument, and line breaks, which end our lines.
            char c = 0;
            while (c == 0 || c == '\n') {
                c = static_cast<char>(random() % 256);
            }
            word += c;
        }
        words.push_back(word);
    }
    std::string command = "printf '%s\\n'";
    std::string expected;
    for (const auto& word : words) {
        command += " " + shell_word(word);
        expected += word + "\n";
    }
    CHECK(output_of(command) == expected);
}

TEST_CASE("words: each language has its own escapes") {
    CHECK(unit_word("a") == "a");
    CHECK(unit_word("50% of $HOME \"it's\"") == R"("50%% of $$HOME \"it's\"")");
    CHECK(unit_word("") == R"("")");
    CHECK(quoted_word("") == R"("")");
    CHECK(quoted_word(R"(a "b" c)") == R"("a "'"b" c')");
    CHECK(unit_value("/a%b") == "/a%%b");
    CHECK(yaml_string("a\"b\\c\td") == R"("a\"b\\c\x09d")");
    CHECK(xml_text("<a href='x'>&\"") == "&lt;a href=&apos;x&apos;&gt;&amp;&quot;");
    CHECK(qemu_value("a,b") == "a,,b");
    CHECK(fstab_path("/a b#c\\") == "/a\\040b\\043c\\134");
    CHECK(bytes_for_people(2ULL << 30U) == "2 GiB");
    CHECK(bytes_for_people(3ULL << 20U) == "3 MiB");
    CHECK(bytes_for_people(5) == "5 bytes");
    CHECK(bytes_for_people(0) == "0 bytes");
    CHECK(comment("") == "");
    CHECK(comment("a\nb") == "# a?b\n"); // a comment does not end early
}

} // namespace
} // namespace exwm_vr::launch
