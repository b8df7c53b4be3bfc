// SPDX-License-Identifier: MIT
#include "config/cli.hpp"
#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

using namespace exwm_vr;
using namespace exwm_vr::config;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

namespace {

std::expected<Invocation, CliExit> parsed(const std::vector<const char*>& arguments) {
    std::vector<const char*> argv{"exwm-vr"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const int argc = static_cast<int>(argv.size());
    argv.push_back(nullptr);
    return parse_command_line(argc, argv.data());
}

std::string help() {
    return parsed({"--help"}).error().text;
}

/// The long options that the help lists.
std::set<std::string> long_options() {
    std::set<std::string> names;
    const std::string text = help();
    const std::regex option{"(?:^|[ ,])(--[a-z][a-z-]*)"};
    for (std::sregex_iterator match{text.begin(), text.end(), option}, end; match != end; ++match) {
        names.insert((*match)[1].str());
    }
    return names;
}

} // namespace

TEST_CASE("no arguments ask for nothing special", "[cli]") {
    CHECK(parsed({}) == Invocation{});
    CHECK(parse_command_line(0, nullptr) == Invocation{});
}

TEST_CASE("each option reaches its member", "[cli]") {
    const auto invocation = parsed({
        "--headless",
        "--output",
        "left:1920x1080@60",
        "--output=800x600",
        "--renderer",
        "pixman",
        "--require-gpu",
        "--socket",
        "wayland-test",
        "--ipc-socket",
        "/run/x.sock",
        "--config",
        "c.yaml",
        "--log-level",
        "debug",
        "--ready-fd",
        "1",
        "--exit-with-command",
        "--",
        "foot",
        "--help",
        "--",
        "",
    });
    REQUIRE(invocation);
    CHECK(invocation->headless);
    CHECK_FALSE(invocation->nested);
    REQUIRE(invocation->outputs.size() == 2);
    CHECK(invocation->outputs[0] == *parse_output_spec("left:1920x1080@60"));
    CHECK(invocation->outputs[1] == *parse_output_spec("800x600"));
    CHECK(invocation->renderer == RendererChoice::pixman);
    CHECK(invocation->require_gpu);
    CHECK(invocation->socket == "wayland-test");
    CHECK(invocation->ipc_socket == "/run/x.sock");
    CHECK(invocation->config_file == "c.yaml");
    CHECK(invocation->log_level == log::Level::debug);
    CHECK(invocation->ready_fd == 1);
    CHECK(invocation->exit_with_command);
    CHECK(invocation->command == std::vector<std::string>{"foot", "--help", "--", ""});
    CHECK(parsed({"--nested"})->nested);
    CHECK(parsed({"--check-config"})->check_config);
    CHECK(parsed({"--lenient-config", "--lenient-config"})->lenient_config);
    CHECK(parsed({"--dump-config"})->dump_config);
    for (const auto& [name, renderer] : std::map<const char*, RendererChoice>{
             {"auto", RendererChoice::automatic},
             {"gles2", RendererChoice::gles2},
             {"vulkan", RendererChoice::vulkan},
         }) {
        CHECK(parsed({"--renderer", name})->renderer == renderer);
    }
}

TEST_CASE("wrong usage exits with 2 and names the option", "[cli]") {
    const std::pair<std::vector<const char*>, std::string> wrong[] = {
        {{"--headles"}, "\"--headles\": unknown option; did you mean --headless?"},
        {{"--frobnicate"}, "\"--frobnicate\": unknown option"},
        {{"-x"}, "\"-x\": unknown option"},
        {{"foot"}, "\"foot\": unexpected; a command to start goes after \"--\""},
        {{""}, "\"\": unexpected"},
        {{"--output"}, "--output"},
        {{"--output", "5"}, "--output: output \"5\": expected a width"},
        {{"--output", "1x1", "2x2"}, "\"2x2\": unexpected"},
        {{"--output", "a:1x1", "--output", "a:2x2"}, "--output: the name \"a\" is given twice"},
        {{"--renderer", "gl"}, "--renderer: expected one of auto, pixman, gles2, vulkan"},
        {{"--renderer"}, "--renderer"},
        {{"--log-level", "loud"}, "--log-level: expected one of error, warn, info, debug"},
        {{"--socket", "a", "--socket", "b"}, "--socket"},
        {{"--socket", "a/b"}, "--socket: expected a name"},
        {{"--socket", ""}, "--socket: expected a name"},
        {{"--ipc-socket", ""}, "--ipc-socket: expected a path"},
        {{"--config", ""}, "--config: expected a path"},
        {{"--ready-fd", "x"}, "--ready-fd: expected the number"},
        {{"--ready-fd", "0"}, "--ready-fd: expected the number"},
        {{"--ready-fd", "1000000"}, "--ready-fd: descriptor 1000000 is not open"},
        {{"--headless=maybe"}, "Could not convert: --headless"},
        {{"--headless", "--nested"}, "--headless and --nested cannot go together"},
        {{"--check-config", "--dump-config"}, "--check-config and --dump-config"},
        {{"--exit-with-command"}, "--exit-with-command: a command is missing"},
        {{"--exit-with-command", "--"}, "--: a command is missing"},
        {{"--"}, "--: a command is missing"},
        {{"--", ""}, "--: a command is missing"},
    };
    for (const auto& [arguments, message] : wrong) {
        CAPTURE(message);
        const auto invocation = parsed(arguments);
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().status == 2);
        CHECK(invocation.error().to_stderr);
        CHECK_THAT(invocation.error().text, StartsWith("exwm-vr: " + message));
        CHECK_THAT(invocation.error().text, ContainsSubstring("--help"));
    }
}

TEST_CASE("help and version go to standard output", "[cli]") {
    for (const char* option : {"-h", "--help"}) {
        const auto invocation = parsed({option});
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().status == 0);
        CHECK_FALSE(invocation.error().to_stderr);
        CHECK_THAT(invocation.error().text, ContainsSubstring("Usage: exwm-vr"));
    }
    const auto version = parsed({"--version"});
    REQUIRE_FALSE(version);
    CHECK(version.error() == CliExit{0, "exwm-vr " EXWM_VR_VERSION "\n", false});
}

TEST_CASE("the manual and the completions know each option", "[cli]") {
    const auto options = long_options();
    CHECK(options.size() >= 15);
    for (const char* file : {"exwm-vr.1.scd", "exwm-vr.bash", "_exwm-vr", "exwm-vr.fish"}) {
        std::ifstream stream{test::source_path("compositor/config/doc") / file};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        CAPTURE(file);
        REQUIRE_FALSE(text.empty());
        for (const std::string& option : options) {
            // fish writes long options without their dashes.
            const std::string written = std::string{file}.ends_with(".fish")
                                            ? "-l " + option.substr(2) + "(?![a-z-])"
                                            : option + "(?![a-z-])";
            CAPTURE(option);
            CHECK(std::regex_search(text, std::regex{written}));
        }
    }
}
