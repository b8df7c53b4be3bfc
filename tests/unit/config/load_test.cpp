// SPDX-License-Identifier: MIT
#include "config/load.hpp"
#include "config/schema.hpp"
#include "random_config.hpp"
#include "temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <sys/stat.h>

#include <algorithm>

using namespace exwm_vr;
using namespace exwm_vr::config;
using Catch::Matchers::ContainsSubstring;
using exwm_vr::config::test::RandomConfig;

namespace {

Config parsed(std::string_view yaml) {
    CAPTURE(yaml);
    auto config = parse(yaml, "c.yaml");
    if (!config) {
        FAIL(config.error().message);
    }
    return *std::move(config);
}

std::string error_of(std::string_view yaml) {
    const auto config = parse(yaml, "c.yaml");
    return config ? "no error" : config.error().message;
}

} // namespace

TEST_CASE("an empty file gives the defaults", "[load]") {
    for (const std::string_view nothing : {"", "\n", "# only a comment", "---\n...\n", "~", "{}"}) {
        CHECK(parsed(nothing) == default_config());
    }
    CHECK_FALSE(default_config().bindings.empty());
}

TEST_CASE("the dumped defaults read back as the defaults", "[load]") {
    const std::string text = dump(default_config());
    CHECK(parsed(text) == default_config());
    // Byte order marks and Windows' line ends come with editors.
    CHECK(parsed("\xEF\xBB\xBF" + text) == default_config());
    std::string with_returns;
    for (const char c : text) {
        with_returns += c == '\n' ? "\r\n" : std::string(1, c);
    }
    CHECK(parsed(with_returns) == default_config());
}

TEST_CASE("any configuration that is dumped reads back", "[load]") {
    RandomConfig random{GENERATE(range(0U, 20U))};
    for (int i = 0; i < 50; ++i) {
        const Config config = random.make();
        const std::string text = dump(config);
        CAPTURE(text);
        const auto again = parse(text, "c.yaml");
        if (!again) {
            FAIL(again.error().message);
        }
        // The order of bindings is that of the defaults, then of the file.
        REQUIRE(*again == config);
    }
}

TEST_CASE("the dump explains each key", "[load]") {
    const std::string text = dump(default_config());
    const auto docs = describe_keys();
    CHECK(docs.size() > 35);
    for (const KeyDoc& doc : docs) {
        CAPTURE(doc.path);
        CHECK_FALSE(doc.help.empty());
        CHECK((doc.help.ends_with('.') || doc.help.ends_with(':')));
        const std::string name = doc.path.substr(doc.path.find_last_of('.') + 1);
        CHECK_THAT(text, ContainsSubstring(name + ":"));
    }
}

TEST_CASE("each default that the documentation names is the one in force", "[load]") {
    for (const KeyDoc& doc : describe_keys()) {
        if (doc.default_value.empty() || doc.path.contains("[]")) {
            continue;
        }
        CAPTURE(doc.path);
        std::string yaml = doc.path + ": " + doc.default_value;
        if (const auto dot = doc.path.find('.'); dot != std::string::npos) {
            yaml = doc.path.substr(0, dot) + ":\n  " + doc.path.substr(dot + 1) + ": " +
                   doc.default_value;
        }
        CHECK(parsed(yaml) == default_config());
    }
}

TEST_CASE("each example in the documentation is valid", "[load]") {
    for (const KeyDoc& doc : describe_keys()) {
        if (!doc.example.empty()) {
            CHECK_FALSE(parsed(doc.path + ":\n" + doc.example) == default_config());
        }
    }
}

TEST_CASE("values reach their members", "[load]") {
    const Config config = parsed(R"(
windows: {workspaces: 4, layout: monocle, master_ratio: 0.5, gap: 0}
focus:
  follows_pointer: true
appearance:
  background: "#ff000080"
keyboard:
  layout: no
  options: 'ctrl:nocaps'
  repeat_rate: 0
outputs:
  - match: DP-1
    mode: 2560x1440
    refresh: 59.94
    scale: 1.5
    transform: 90
    position: [-1920, 0]
    enabled: true
  - match: HDMI-A-1
    enabled: false
sandbox:
  - engine: org.flatpak
    allow: [zwlr_layer_shell_v1]
autostart:
  - waybar
  - |
    foot --server
)");
    CHECK(config.windows.workspaces == 4);
    CHECK(config.windows.layout == wm::LayoutKind::monocle);
    CHECK(config.windows.master_ratio == 0.5);
    CHECK(config.windows.gap == 0);
    CHECK(config.windows.border == 2);
    CHECK(config.focus.follows_pointer);
    CHECK(config.appearance.background == rgba(0xFF000080));
    CHECK(config.keyboard.layout == "no"); // Norwegian, not false
    CHECK(config.keyboard.options == "ctrl:nocaps");
    CHECK(config.keyboard.repeat_rate == 0);
    REQUIRE(config.outputs.size() == 2);
    CHECK(config.outputs[0].match == "DP-1");
    const OutputSettings expected{
        .mode = Size{2560, 1440},
        .refresh_mhz = 59940,
        .scale = 1.5,
        .transform = Transform::rotate_90,
        .position = Point{-1920, 0},
        .enabled = true,
    };
    CHECK(config.outputs[0].settings == expected);
    CHECK(config.outputs[1].settings == OutputSettings{.enabled = false});
    REQUIRE(config.sandbox.size() == 1);
    CHECK(config.sandbox[0].engine == "org.flatpak");
    CHECK(config.sandbox[0].allow == std::vector<std::string>{"zwlr_layer_shell_v1"});
    CHECK(config.autostart == std::vector<std::string>{"waybar", "foot --server\n"});
}

TEST_CASE("the file's bindings are laid over the defaults", "[load]") {
    const auto action_of = [](const Config& config, std::string_view key) {
        const auto found =
            std::ranges::find(config.bindings, *parse_key_chord(key), &Binding::chord);
        return found == config.bindings.end() ? "unbound" : to_string(found->action);
    };
    const Config config = parsed("bindings: {s-RET: spawn kitty, s-d: none, s-z: close}");
    CHECK(action_of(config, "s-RET") == "spawn kitty");
    CHECK(action_of(config, "s-d") == "unbound");
    CHECK(action_of(config, "s-z") == "close");
    CHECK(action_of(config, "s-q") == "close");
    CHECK(config.bindings.size() == default_config().bindings.size());
    // Taking away what is not there is no error: a default may have gone with an update.
    CHECK(parsed("bindings: {s-z: none}") == default_config());
    CHECK(parsed("bindings:") == default_config());

    const Config bare = parsed("bindings: {s-z: close}\ndefault_bindings: false");
    REQUIRE(bare.bindings.size() == 1);
    CHECK(action_of(bare, "s-z") == "close");
    CHECK(parsed("default_bindings: false").bindings.empty());
}

TEST_CASE("no two default bindings have the same key", "[load]") {
    const Config config = default_config();
    for (const Binding& binding : config.bindings) {
        CAPTURE(to_string(binding.chord));
        CHECK(std::ranges::count(config.bindings, binding.chord, &Binding::chord) == 1);
    }
}

TEST_CASE("an error names file, line, column, key and what was expected", "[load]") {
    const std::pair<std::string_view, std::string_view> wrong[] = {
        {"keyboard:\n  repeat_rate: fast",
         "c.yaml:2:16: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second, "
         "got \"fast\""},
        {"keyboard:\n  repeat_rate: \"25\"",
         "c.yaml:2:16: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second, "
         "got the text \"25\""},
        {"keyboard:\n  repeat_rate: 25.5",
         "c.yaml:2:16: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second, "
         "got \"25.5\""},
        {"keyboard:\n  repeat_rate: -1",
         "c.yaml:2:16: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second, "
         "got \"-1\""},
        {"keyboard:\n  repeat_rate: [1]",
         "c.yaml:2:16: keyboard.repeat_rate: expected a whole number from 0 to 1000 per second, "
         "got a list"},
        {"cursor: {size: 257}",
         "c.yaml:1:16: cursor.size: expected a whole number from 8 to 256 logical px, got \"257\""},
        {"cursor: {size: 99999999999999999999}",
         "c.yaml:1:16: cursor.size: expected a whole number from 8 to 256 logical px, got "
         "\"99999999999999999999\""},
        {"windows: {master_ratio: .nan}",
         "c.yaml:1:25: windows.master_ratio: expected a number from 0.1 to 0.9, got \".nan\""},
        {"windows: {master_ratio: nan}",
         "c.yaml:1:25: windows.master_ratio: expected a number from 0.1 to 0.9, got \"nan\""},
        {"focus: {follows_pointer: yes}",
         "c.yaml:1:26: focus.follows_pointer: expected true or false, got \"yes\""},
        {"appearance:\n  background: #112233",
         "c.yaml:2:3: appearance.background: expected a colour \"#rrggbb\" or \"#rrggbbaa\" in "
         "quotes, got nothing"},
        {"appearance: {background: \"#11223\"}",
         "c.yaml:1:26: appearance.background: expected a colour \"#rrggbb\" or \"#rrggbbaa\" in "
         "quotes, got the text \"#11223\""},
        {"appearance: {background: \"#-1-1-1\"}",
         "c.yaml:1:26: appearance.background: expected a colour \"#rrggbb\" or \"#rrggbbaa\" in "
         "quotes, got the text \"#-1-1-1\""},
        {"keyboards: {}", "c.yaml:1:1: keyboards: unknown key; did you mean \"keyboard\"?"},
        {"keyboard: {repaet_rate: 1}",
         "c.yaml:1:12: keyboard.repaet_rate: unknown key; did you mean \"repeat_rate\"?"},
        {"cursor: {x: 1}", "c.yaml:1:10: cursor.x: unknown key; known here are theme, size"},
        {"cursor: {größe: 1, x: 2}",
         "c.yaml:1:10: cursor.\"größe\": unknown key; known here are theme, size\n"
         "c.yaml:1:20: cursor.x: unknown key; known here are theme, size"},
        {"windows: 5", "c.yaml:1:10: windows: expected a mapping of names to values, got \"5\""},
        {"- windows", "c.yaml:1:1: expected a mapping of names to values, got a list"},
        {"hello", "c.yaml:1:1: expected a mapping of names to values, got \"hello\""},
        {"cursor: {size: 9, size: 9}", "c.yaml:1:19: cursor.size: given twice, first on line 1"},
        {"outputs:\n- match: a\n  scale: 1\n  scale: 1",
         "c.yaml:4:3: outputs[0].scale: given twice, first on line 3"},
        {"outputs: [{scale: 1}]", "c.yaml:1:11: outputs[0]: \"match\" is missing"},
        {"outputs: [{match: \"\"}]",
         "c.yaml:1:19: outputs[0].match: expected text that is not empty, got the text \"\""},
        {"outputs: [{match: a, position: [1]}]",
         "c.yaml:1:32: outputs[0].position: expected [X, Y], each a whole number from -100000 to "
         "100000 logical px, got a list"},
        {"outputs: [5]",
         "c.yaml:1:11: outputs[0]: expected a mapping of names to values, got \"5\""},
        {"autostart: foot",
         "c.yaml:1:12: autostart: expected a list, each text that is not empty, got \"foot\""},
        {"autostart: [foot, [bar]]",
         "c.yaml:1:19: autostart[1]: expected text that is not empty, got a list"},
        {"bindings: {s-A: close, s-S-a: close}",
         "c.yaml:1:24: bindings.s-S-a: the same key as s-A on line 1"},
        {"bindings: {s-a: close, s-a: close}",
         "c.yaml:1:24: bindings.s-a: given twice, first on line 1"},
        {"bindings: {s-a: workspace 33}",
         "c.yaml:1:17: bindings.s-a: workspace: expected a workspace from 1 to 32, got \"33\""},
        {"bindings: {s-a: }", "c.yaml:1:12: bindings.s-a: expected an action, got nothing"},
        {"bindings: [close]",
         "c.yaml:1:11: bindings: expected a mapping of keys to actions, got a list"},
        {"cursor: &a {}",
         "c.yaml:1:9: anchors (&) are not supported here; put text that begins with & in quotes"},
        {"a: &a x\nb: *a",
         "c.yaml:1:4: anchors (&) are not supported here; put text that begins with & in quotes"},
        {"a: !!int 5",
         "c.yaml:1:4: tags (!) are not supported here; put text that begins with ! in quotes"},
        {"a: 1\n---\nb: 1", "c.yaml:2:1: a second document begins here; expected one only"},
        {"? [a]\n: b", "c.yaml:1:3: expected a name before the colon, got a list"},
        {": b", "c.yaml:1:1: expected a name before the colon, got nothing"},
        {"a: \"\\0\"", "c.yaml:1:4: text cannot hold a NUL character"},
        {"# ä\nb: \x01", "c.yaml:2:4: control character U+0001"},
        {"ä: \xC3\x28", "c.yaml:1:4: not valid UTF-8"},
        {"[[[[[[[[[[[]]]]]]]]]]]", "c.yaml:1:9: nested deeper than 8 levels"},
    };
    for (const auto& [yaml, expected] : wrong) {
        CAPTURE(yaml);
        CHECK(error_of(yaml) == expected);
    }
    CHECK(error_of("ä: [1") == "c.yaml:1:6: not valid YAML: end of sequence flow not found");
    CHECK_THAT(error_of("a:\n  - [1\n"), ContainsSubstring("c.yaml:3:1: not valid YAML"));
    CHECK(error_of("a: \"\\N\"") == "c.yaml:1:4: write \\u0085 for \\N and \\u00a0 for \\_");
    CHECK(error_of("a: \"\\_\"") == "c.yaml:1:4: write \\u0085 for \\N and \\u00a0 for \\_");
    CHECK_THAT(error_of("a: b: c"), ContainsSubstring("c.yaml:1:"));
    CHECK_THAT(error_of("a:\n\t- b"), ContainsSubstring("not valid YAML"));
    CHECK(error_of(std::string_view{"a: \0", 4}) == "c.yaml:1:4: control character U+0000");
}

TEST_CASE("all errors of a file are told in its order", "[load]") {
    CHECK(
        error_of("cursor: {size: x}\nkeyboards: 1\nwindows: {gap: y}\n") ==
        "c.yaml:1:16: cursor.size: expected a whole number from 8 to 256 logical px, got \"x\"\n"
        "c.yaml:2:1: keyboards: unknown key; did you mean \"keyboard\"?\n"
        "c.yaml:3:16: windows.gap: expected a whole number from 0 to 200 logical px, got \"y\""
    );
    std::string many;
    for (int i = 0; i < 60; ++i) {
        many += "zzzzzz" + std::to_string(i) + ": 1\n";
    }
    const std::string text = error_of(many);
    CHECK(std::ranges::count(text, '\n') == 50);
    CHECK(text.ends_with("c.yaml: and 10 more"));
}

TEST_CASE("hostile text of any size is read or refused, soon", "[load]") {
    const auto repeated = [](std::string_view piece, std::size_t bytes) {
        std::string text;
        while (text.size() + piece.size() <= bytes) {
            text += piece;
        }
        return text;
    };
    constexpr std::size_t most = std::size_t{1} << 20;
    for (const std::string_view piece :
         {"[",      "{",     "- ",    "? ",    ": ",          "a: ",     "[{",
          "{a: ",   "\"",    "'",     "|\n",   "&a ",         "*a ",     "!a ",
          "- - \n", "a:\n",  "---\n", "...\n", "%YAML 1.2\n", "{a,",     "[a,",
          "a\n",    "- a\n", "\\",    "é",     "[]",          "{}",      ",",
          "\"\"",   "? a\n", "a b ",  "x#",    "\"\\x41\"\n", "k: {}\n", "\r"}) {
        CAPTURE(piece);
        for (const std::string_view start : {"", "outputs:\n  - ", "autostart: ["}) {
            const auto config = parse(std::string{start} + repeated(piece, most / 8), "c.yaml");
            CHECK((config || config.error().message.starts_with("c.yaml:")));
        }
    }
    std::string bomb = "a0: &a0 [x, x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string last = std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + last + ", *a" +
                last + "]\n";
    }
    CHECK_THAT(error_of(bomb), ContainsSubstring("anchors"));
    CHECK(error_of(std::string(most + 1, '#')) == "c.yaml:1:1: longer than 1048576 bytes");
    CHECK(parsed(std::string(most, '#')) == default_config());
    CHECK(parsed(std::string(most, '\n')) == default_config());
    CHECK(parsed(std::string(most, ' ')) == default_config());
    // A list of as many elements as fit is slow in nothing.
    CHECK(parsed("autostart: [" + repeated("x,", most - 20) + "]").autostart.size() > 500000);
}

TEST_CASE("a file is loaded, or the reason is told", "[load]") {
    const exwm_vr::test::TemporaryFolder folder;
    const auto good = folder.write("good.yaml", "cursor: {size: 48}");
    REQUIRE(load(good));
    CHECK(load(good)->cursor.size == 48);

    const auto link = folder.path() / "link.yaml";
    std::filesystem::create_symlink(good, link);
    CHECK(load(link));

    const auto bad = folder.write("bad.yaml", "cursor: {size: x}");
    REQUIRE_FALSE(load(bad));
    CHECK_THAT(load(bad).error().message, ContainsSubstring(bad.string() + ":1:16: cursor.size"));

    const auto huge = folder.write("huge.yaml", std::string(3U << 20U, '#'));
    REQUIRE_FALSE(load(huge));
    CHECK_THAT(load(huge).error().message, ContainsSubstring("longer than"));

    const auto missing = folder.path() / "missing.yaml";
    REQUIRE_FALSE(load(missing));
    CHECK_THAT(
        load(missing).error().message,
        ContainsSubstring(missing.string()) && ContainsSubstring("No such file")
    );
    REQUIRE_FALSE(load(folder.path()));
    CHECK_THAT(load(folder.path()).error().message, ContainsSubstring("not a regular file"));

    // Nobody ever writes to this one.
    const auto pipe = folder.path() / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    REQUIRE_FALSE(load(pipe));
    CHECK_THAT(load(pipe).error().message, ContainsSubstring("not a regular file"));
}
