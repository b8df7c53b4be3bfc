// SPDX-License-Identifier: MIT
// Whether manuals and completions know all that a command line takes.
#pragma once

#include <CLI/CLI.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace exwm_vr::test {

using Words = std::vector<std::string>;

/// All commands with their options' names, as "output set --scale", each word a string.
inline void collect(const CLI::App& app, const std::string& prefix, std::vector<Words>& found) {
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            found.push_back({prefix, "--" + name});
        }
    }
    for (const CLI::App* command : app.get_subcommands({})) {
        found.push_back({prefix, command->get_name()});
        collect(*command, prefix + " " + command->get_name(), found);
    }
}

inline bool mentions(const std::string& text, const std::string& word) {
    const auto is_part = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !is_part(text[at - 1]);
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !is_part(text[end]))) {
            return true;
        }
    }
    return false;
}

/// Checks that @p file has each command and option of @p app, of which there are more than @p
/// least.
inline void
check_document(const std::filesystem::path& file, const CLI::App& app, std::size_t least) {
    std::ifstream stream(file);
    REQUIRE(stream);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    std::vector<Words> words;
    collect(app, app.get_name(), words);
    REQUIRE(words.size() > least);
    const bool is_fish = file.extension() == ".fish";
    for (const Words& pair : words) {
        CAPTURE(file, pair);
        // fish writes the option --json as "-l json".
        const bool is_option = pair.back().starts_with("--");
        CHECK(mentions(text, is_fish && is_option ? pair.back().substr(2) : pair.back()));
    }
}

} // namespace exwm_vr::test
