// SPDX-License-Identifier: MIT
#include "config/paths.hpp"
#include "temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>

using namespace exwm_vr;
using exwm_vr::config::find_config_file;

namespace {

std::optional<std::filesystem::path> found(const std::map<std::string, std::string>& variables) {
    return find_config_file([&variables](const char* name) -> const char* {
        const auto variable = variables.find(name);
        return variable == variables.end() ? nullptr : variable->second.c_str();
    });
}

} // namespace

TEST_CASE("the user's file comes before the system's, and those in order", "[paths]") {
    const test::TemporaryFolder folder;
    const std::string root = folder.path().string();
    const auto second = folder.write("second/exwm-vr/config.yaml", "");
    const std::map<std::string, std::string> variables{
        {"XDG_CONFIG_HOME", root + "/own"},
        {"XDG_CONFIG_DIRS", root + "/first:relative::" + root + "/second"},
        {"HOME", root + "/home"},
    };
    CHECK(found(variables) == second);
    const auto first = folder.write("first/exwm-vr/config.yaml", "");
    CHECK(found(variables) == first);
    // With XDG_CONFIG_HOME set, ~/.config does not count.
    const auto home = folder.write("home/.config/exwm-vr/config.yaml", "");
    CHECK(found(variables) == first);
    const auto own = folder.write("own/exwm-vr/config.yaml", "");
    CHECK(found(variables) == own);
}

TEST_CASE("without XDG_CONFIG_HOME, or with a relative one, ~/.config counts", "[paths]") {
    const test::TemporaryFolder folder;
    const std::string root = folder.path().string();
    const auto home = folder.write("home/.config/exwm-vr/config.yaml", "");
    CHECK(found({{"HOME", root + "/home"}}) == home);
    CHECK(found({{"HOME", root + "/home"}, {"XDG_CONFIG_HOME", ""}}) == home);
    CHECK(found({{"HOME", root + "/home"}, {"XDG_CONFIG_HOME", "home/.config"}}) == home);
}

TEST_CASE("no file is no error", "[paths]") {
    const test::TemporaryFolder folder;
    const std::string root = folder.path().string();
    CHECK_FALSE(found({{"HOME", root}, {"XDG_CONFIG_DIRS", root + "/etc"}}));
    CHECK_FALSE(found({{"XDG_CONFIG_DIRS", "relative"}}));
    CHECK_FALSE(found({{"HOME", "relative"}, {"XDG_CONFIG_DIRS", ":"}}));
    // A file where a folder is expected is not there either.
    const auto file = folder.write("plain", "");
    CHECK_FALSE(found({{"XDG_CONFIG_HOME", file.string()}, {"XDG_CONFIG_DIRS", root + "/etc"}}));
}

TEST_CASE("something that is there but is no file is taken, to be complained of", "[paths]") {
    const test::TemporaryFolder folder;
    const auto odd = folder.path() / "exwm-vr" / "config.yaml";
    std::filesystem::create_directories(odd);
    CHECK(found({{"XDG_CONFIG_HOME", folder.path().string()}}) == odd);
}
