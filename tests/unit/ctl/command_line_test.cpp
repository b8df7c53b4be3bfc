// SPDX-License-Identifier: MIT
#include "ctl/commands/command_line.hpp"
#include "peer.hpp"
#include "support/documents.hpp"
#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace exwm_vr::ctl {
namespace {

using Words = std::vector<std::string>;

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

/// Runs exwm-vrctl where there is no compositor.
Run run(Words arguments) {
    arguments.insert(
        arguments.begin(), {"--socket", "/nonexistent/s", "--display", "/nonexistent/d"}
    );
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_command_line(std::move(arguments), out, err, false);
    return {status, out.str(), err.str()};
}

TEST_CASE("wrong usage leaves with 2, says why, and prints nothing else") {
    const Words arguments = GENERATE(
        Words{},
        Words{"nonsense"},
        Words{"--nonsense", "list"},
        Words{"list", "nonsense"},
        Words{"focus"},
        Words{"focus", "foot"},
        Words{"focus", "-5"},
        Words{"focus", "0"},
        Words{"move", "focused", "1"},
        Words{"move", "5", "1", "x"},
        Words{"resize", "5", "0", "100"},
        Words{"resize", "5", "100", "40000"},
        Words{"fullscreen", "5", "maybe"},
        Words{"workspace", "0"},
        Words{"workspace", "1025"},
        Words{"layout", "spiral"},
        Words{"doctor"},
        Words{"doctor", "sound"},
        Words{"doctor", "vr", "now"},
        Words{"output"},
        Words{"output", "add", "big"},
        Words{"output", "set", "A"},
        Words{"output", "set", "A", "--mode", "left:1x1"},
        Words{"output", "set", "A", "--mode", "1920"},
        Words{"output", "set", "A", "--scale", "0.1"},
        Words{"output", "set", "A", "--transform", "45"},
        Words{"output", "set", "A", "--position", "5"},
        Words{"output", "set", "A", "--on", "--off"},
        Words{"output", "set", "A", "--off", "--scale", "2"},
        Words{"icon"},
        Words{"icon", "foot", "x.png"},
        Words{"icon", "--size", "0", "5", "x.png"},
        Words{"icon", "--size", "1025", "5", "x.png"},
        Words{"icon", "--json", "5"},
        Words{"screenshot"},
        Words{"screenshot", "--region", "1,2", "x.png"},
        Words{"screenshot", "--output", "A", "--window", "5", "x.png"},
        Words{"screenshot", "--timeout", "soon", "x.png"},
        Words{"screenshot", "--json", "-"},
        Words{"type"},
        Words{"type", "--stdin", "text"},
        Words{"key"},
        Words{"key", "H-x"},
        Words{"key", "C-x C-f"},
        Words{"click", "1"},
        Words{"click", "1", "2", "--button", "fourth"},
        Words{"drag", "1", "2", "3"},
        Words{"scroll", "5000"},
        Words{"wait"},
        Words{"wait", "window", "--app-id", "("},
        Words{"wait", "window", "--timeout", "-1s"},
        Words{"wait", "output"},
        Words{"events", "--count", "0"},
        Words{"raw", "(:type"},
        Words{"raw", "(1 2)"},
        Words{"spawn"}
    );
    CAPTURE(arguments);
    const Run result = run(arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("exwm-vrctl: "));
    CHECK(result.err.ends_with('\n'));
}

TEST_CASE("right usage reaches for the compositor, and its lack is a failure") {
    const Words arguments = GENERATE(
        Words{"list"},
        Words{"list", "--json"},
        Words{"--json", "outputs"},
        Words{"workspaces"},
        Words{"focus", "4294967296"},
        Words{"focus", "focused"},
        Words{"close"},
        Words{"move", "4294967296", "-100", "-50"},
        Words{"resize", "4294967296", "640", "480"},
        Words{"fullscreen", "4294967296"},
        Words{"float", "focused", "off"},
        Words{"workspace", "3", "--output", "A"},
        Words{"move-to-workspace", "4294967296", "2"},
        Words{"layout", "next"},
        Words{"output", "list", "--json"},
        Words{"output", "add", "left:1920x1080@59.94*1.5-800+0"},
        Words{"output", "remove", "left"},
        Words{"output", "set", "A", "--mode", "1920x1080@60", "--position", "-800,0"},
        Words{"output", "set", "A", "--off"},
        Words{"icon", "4294967296", "x.png"},
        Words{"icon", "focused", "--size", "32", "--json", "x.png"},
        Words{"screenshot", "--region", "-5,-5 10x10", "x.png"},
        Words{"screenshot", "--window", "0123456789abcdef", "x.png"},
        Words{"type", "text"},
        Words{"type", "--", "-text"},
        Words{"type", "--delay", "5ms", "text"},
        Words{"key", "s-r", "RET", "<f5>", "s--"},
        Words{"click", "1", "2", "--button", "right", "--double"},
        Words{"move-pointer", "-10", "20"},
        Words{"drag", "1", "2", "3", "4"},
        Words{"scroll", "-3", "1"},
        Words{"pointer-position"},
        Words{"wait", "window", "--app-id", "^foot$", "--timeout", "5s"},
        Words{"wait", "output", "A", "--gone"},
        Words{"wait", "idle", "--for", "1s"},
        Words{"events", "--count", "5", "--timeout", "1s"},
        Words{"raw", "(:type :ping)"},
        Words{"reload"},
        Words{"spawn", "foot"},
        Words{"spawn", "foot", "-e", "sh", "-c", "echo --json"},
        Words{"spawn", "--", "foot", "-e", "htop"},
        Words{"exit"}
    );
    CAPTURE(arguments);
    const Run result = run(arguments);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err.contains("/nonexistent/"));
    CHECK(std::ranges::count(result.err, '\n') == 1);
}

/// The command that spawn asks the compositor to start.
std::string spawned(Words words) {
    ipc::Value command;
    {
        const Peer peer([&command](Peer& self) {
            self.greet();
            const ipc::Value message = self.receive();
            if (const ipc::Value* const value = plist_get(message, "command")) {
                command = *value;
            }
            self.reply("(:type :response :id 2 :status :ok :pid 42)");
        });
        words.insert(words.begin(), {"--socket", peer.path().string(), "spawn"});
        std::ostringstream out;
        std::ostringstream err;
        CHECK(run_command_line(std::move(words), out, err, false) == 0);
        CHECK(out.str() == "42\n");
        CHECK(err.str().empty());
    }
    const auto* const text = command.get_if<std::string>();
    return text == nullptr ? "no text" : *text;
}

TEST_CASE("spawn passes on the words as they stand, options too") {
    CHECK(spawned({"foot"}) == "foot");
    CHECK(spawned({"foot", "-a", "one", "sh", "-c", "'cat > x'"}) == "foot -a one sh -c 'cat > x'");
    CHECK(spawned({"foot --help", "--json"}) == "foot --help --json");
    CHECK(spawned({"foot", "--help", "-h", "--socket", "x"}) == "foot --help -h --socket x");
    CHECK(spawned({"--", "foot", "-e", "htop"}) == "foot -e htop");
}

TEST_CASE("help and version are no failures") {
    CHECK(run({"spawn", "--help"}).status == 0);
    const Run help = run({"--help"});
    CHECK(help.status == 0);
    CHECK(help.err.empty());
    const Run of_command = run({"wait", "window", "--help"});
    CHECK(of_command.status == 0);
    CHECK(of_command.out.contains("--gone"));
    const Run version = run({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out == "exwm-vrctl " EXWM_VR_VERSION "\n");
}

TEST_CASE("each command is known without those of other files") {
    const auto whole = make_command_line();
    const auto all = whole->app().get_subcommands({});
    CHECK(all.size() > 30);
    for (const auto* const command : all) {
        const auto line = make_command_line(command->get_name());
        INFO(command->get_name());
        CHECK(line->app().get_subcommand_no_throw(command->get_name()) != nullptr);
        CHECK(line->app().get_subcommands({}).size() < all.size());
    }
}

TEST_CASE("the manual and the completions know all commands and options") {
    const std::string name =
        GENERATE("exwm-vrctl.1.scd", "exwm-vrctl.bash", "_exwm-vrctl", "exwm-vrctl.fish");
    test::check_document(
        test::source_path("compositor/ctl/doc") / name, make_command_line()->app(), 60
    );
}

} // namespace
} // namespace exwm_vr::ctl
