// SPDX-License-Identifier: MIT
#include "base/fd.hpp"
#include "passthrough/tool/command_line.hpp"
#include "support/documents.hpp"
#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace exwm_vr::gpu_tool {
namespace {

using Words = std::vector<std::string>;

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

Run run(Words arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = make_command_line()->run(std::move(arguments), out, err, false);
    return {status, out.str(), err.str()};
}

std::string fixture(const std::string& name) {
    return test::source_path("tests/fixtures/environment") / (name + ".json");
}

TEST_CASE("exwm-vr-gpu: wrong usage leaves with 2, says why, and prints nothing else") {
    const Words arguments = GENERATE(
        Words{},
        Words{"nonsense"},
        Words{"--nonsense", "env"},
        Words{"env", "nonsense"},
        Words{"env", "--record"},
        Words{"env", "--record", "a", "--replay", "b"},
        Words{"list", "nonsense"},
        Words{"choose", "--card"},
        Words{"check", "--root"},
        Words{"show"},
        Words{"show", "a", "b"},
        Words{"vfio"},
        Words{"vfio", "nonsense"},
        Words{"vfio", "bind"},
        Words{"vfio", "bind", "a", "--with"},
        Words{"vfio", "restore", "a"},
        Words{"choose", "--render", "a", "b"},
        Words{"plan"},
        Words{"plan", "a", "--mode", "magic"},
        Words{"emit", "podman"},
        Words{"emit", "nonsense", "a"},
        Words{"verify"},
        Words{"recommend", "nonsense"}
    );
    CAPTURE(arguments);
    const Run result = run(arguments);
    CHECK(result.status == 2);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("exwm-vr-gpu: "));
    CHECK(result.err.ends_with('\n'));
    CHECK(run({"nonsense"}).err.contains("no command nonsense"));
}

TEST_CASE("exwm-vr-gpu: the manual and the completions know all commands and options") {
    const std::string name =
        GENERATE("exwm-vr-gpu.1.scd", "exwm-vr-gpu.bash", "_exwm-vr-gpu", "exwm-vr-gpu.fish");
    test::check_document(
        test::source_path("passthrough/tool/doc") / name, make_command_line()->app(), 30
    );
}

TEST_CASE("exwm-vr-gpu: help and version are no failures") {
    CHECK(run({"--version"}).out == "exwm-vr-gpu " EXWM_VR_VERSION "\n");
    CHECK(run({"env", "--help"}).out.contains("--replay"));
    CHECK(run({"--help"}).status == 0);
}

TEST_CASE("exwm-vr-gpu: a GPU that is asked for and not there is a failure, none at all is not") {
    const Words asked = GENERATE(Words{"--card", "none"}, Words{"--render", "none"});
    const auto result = run({"choose", asked[0], asked[1]});
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("exwm-vr-gpu: the command line asks for the "));
    CHECK(run({"choose"}).status == 0);
    CHECK(run({"choose"}).out.starts_with("FOR"));
    const auto chosen = nlohmann::json::parse(run({"choose", "--json", "--seat", "none"}).out);
    CHECK(chosen["outputs"].empty());
    CHECK(!chosen["no_outputs"].get<std::string>().empty());
    CHECK(nlohmann::json::parse(run({"list", "--json"}).out).is_array());
    CHECK(run({"list"}).out.starts_with("BUS"));
}

TEST_CASE("exwm-vr-gpu: check prints findings, and its status is that of the worst") {
    const auto result = run({"check", "--json"});
    const auto report = nlohmann::json::parse(result.out);
    CHECK(report.at("checks").size() == 4);
    CHECK(result.status == (report.at("state") == "error" ? 1 : 0));
    for (const auto& check : report.at("checks")) {
        CHECK_FALSE(check.at("evidence").empty());
    }
    CHECK(run({"check"}).out.starts_with("STATE"));
    CHECK(run({"check", "--root", "/nonexistent"}).err.contains("there is no such folder"));
    const auto inside = run({"check", "--json", "--root", "/"});
    CHECK(nlohmann::json::parse(inside.out).at("checks").size() == 2);
}

TEST_CASE("exwm-vr-gpu: a GPU that is not there is a failure that names it") {
    const Words arguments = GENERATE(
        Words{"show", "none"},
        Words{"vfio", "status", "none"},
        Words{"vfio", "bind", "none", "--dry-run"},
        Words{"vfio", "unbind", "none"}
    );
    const auto result = run(arguments);
    CHECK(result.status == 1);
    CHECK(result.err == "exwm-vr-gpu: there is no GPU none; see exwm-vr-gpu list\n");
    CHECK(result.out.empty());
}

TEST_CASE("exwm-vr-gpu: what EGL and Vulkan have is listed with the GPUs") {
    const auto report = nlohmann::json::parse(run({"list", "--apis", "--json"}).out);
    CHECK(report.at("gpus").is_array());
    CHECK(report.at("no_egl").is_null());
    CHECK_FALSE(report.at("egl").empty());
    bool software = false;
    for (const auto& device : report.at("vulkan")) {
        software |= device.at("type") == "cpu" && device.at("driver") == "llvmpipe";
    }
    CHECK(software);
    const auto text = run({"list", "--apis"}).out;
    CHECK(text.starts_with("BUS"));
    CHECK(text.contains("\nAPI "));
    CHECK(text.contains("OpenGL ES"));
}

TEST_CASE("exwm-vr-gpu: restoring where nothing was given away does nothing") {
    const auto text = run({"vfio", "restore", "--state", "/nonexistent/state"});
    CHECK(text.status == 0);
    CHECK(text.out == "There is nothing to do.\n");
    const auto json = run({"--json", "vfio", "restore", "--state", "/nonexistent/state"});
    CHECK(nlohmann::json::parse(json.out).at("writes").empty());
    const auto file = run({"vfio", "restore", "--state", "/dev/null"});
    CHECK(file.status == 1);
    CHECK(file.err.starts_with("exwm-vr-gpu: /dev/null: "));
}

TEST_CASE("exwm-vr-gpu: guests are planned for, set up, and refused where that is not possible") {
    std::string folder = (std::filesystem::temp_directory_path() / "gpu-plan-XXXXXX");
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const auto file = folder + "/guests.yaml";
    std::ofstream(file) << "guests:\n  - name: ci\n    level: untrusted\n    image: localhost/x:1\n"
                           "    gpu: {vram_limit_mb: 999}\n"
                           "  - name: app\n    kind: application\n    image: localhost/x:1\n"
                           "    gpu: {vram_limit_mb: 998}\n";
    const auto text = run({"--json", "plan", "ci", "--guests", file});
    CAPTURE(text.err);
    REQUIRE(text.status == 0);
    const auto plan = nlohmann::json::parse(text.out);
    CHECK(plan["mode"] == "software");
    CHECK(plan["devices"].empty());
    CHECK(!plan["limits"].empty());
    const auto table = run({"plan", "ci", "--guests", file}).out;
    CHECK(table.starts_with("GIVEN"));
    CHECK(table.contains("warning: " + file + ":5:26: guests[0].gpu.vram_limit_mb: more than"));
    CHECK_FALSE(table.contains("guests[1]")); // what another asked for

    const auto podman = run({"emit", "podman", "ci", "--guests", file});
    CHECK(podman.out.starts_with("#!/bin/sh\n"));
    CHECK(podman.out.contains("exec podman run"));
    CHECK(run({"emit", "nspawn", "ci", "--guests", file, "--output", folder}).status == 0);
    CHECK(std::filesystem::exists(folder + "/ci.nspawn"));
    // Not through a link that somebody else put there.
    std::filesystem::create_symlink(file, folder + "/ci.container");
    CHECK(run({"emit", "quadlet", "ci", "--guests", file, "--output", folder}).status == 1);

    const auto failure = [&](Words words) {
        words.insert(words.end(), {"--guests", file});
        const auto result = run(words);
        CHECK(result.status == 1);
        CHECK(result.out.empty());
        return result.err;
    };
    CHECK(failure({"plan", "none"}).contains("no guest none; there are ci, app"));
    CHECK(failure({"plan", "app"}).contains("exwm-vrctl client-socket app --level untrusted'"));
    // A link with a good name leads to the desktop's socket all the same.
    std::filesystem::create_directories(folder + "/exwm-vr/clients");
    std::filesystem::create_symlink(folder + "/wayland-0", folder + "/exwm-vr/clients/app");
    std::ofstream(folder + "/wayland-0") << "";
    const auto link = folder + "/exwm-vr/clients/app";
    CHECK(failure({"plan", "app", "--wayland-socket", link}).contains("has the desktop's rights"));
    std::filesystem::remove(link);
    CHECK(run({"plan", "app", "--wayland-socket", link, "--guests", file}).status == 0);
    CHECK(failure({"emit", "qemu", "ci"}).contains("ci is a container"));
    CHECK(failure({"plan", "ci", "--root", "/nonexistent/root"}).contains("/nonexistent/root"));
    std::ofstream(file) << "guests: nonsense\n";
    CHECK(failure({"plan", "ci"}).contains("guests.yaml"));
    const auto page = run({"doctor", "--guests", file, "--json"});
    CHECK(page.status == 1);
    // Drivers are on the page, as `check` has them.
    for (const auto* subject : {"nvidia-libraries", "cdi", "mesa", "drawing", "guests"}) {
        CAPTURE(subject);
        CHECK(page.out.contains(std::string("\"subject\": \"") + subject + '"'));
    }
    std::filesystem::remove_all(folder);
}

TEST_CASE("exwm-vr-gpu: doctor says that a session runs where one listens, not where one was") {
    auto folder = (std::filesystem::temp_directory_path() / "gpu-session-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const auto path = folder + "/socket";
    const auto before = [] {
        const char* const value = std::getenv("EXWM_VR_IPC");
        return value == nullptr ? std::string() : std::string(value);
    }();
    setenv("EXWM_VR_IPC", path.c_str(), 1);
    CHECK(run({"doctor"}).out.contains("EXWM_VR_IPC is set, and nobody listens on " + path));
    const Fd listener{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::ranges::copy(path, static_cast<char*>(address.sun_path));
    REQUIRE(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(listener.get(), 4) == 0);
    CHECK(run({"doctor"}).out.contains("one runs here"));
    before.empty() ? unsetenv("EXWM_VR_IPC") : setenv("EXWM_VR_IPC", before.c_str(), 1);
    std::filesystem::remove_all(folder);
}

TEST_CASE("exwm-vr-gpu: a plan that is none is a failure that names it") {
    const auto path = GENERATE("/nonexistent/plan", "/dev/zero", "/proc/self", "/dev/null");
    const auto result = run({"verify", path});
    CAPTURE(path, result.err);
    CHECK(result.status == 1);
    CHECK(result.err.starts_with(std::string("exwm-vr-gpu: ") + path + ": "));
    CHECK(run({"recommend", "ci"}).out.starts_with("For ci: "));
}

TEST_CASE("exwm-vr-gpu: a bad record is a failure that names it") {
    const std::string path = GENERATE("/nonexistent/r", "/dev/zero", "/proc/self", "/dev/null");
    const Run result = run({"env", "--replay", path});
    CAPTURE(path, result.err);
    CHECK(result.status == 1);
    CHECK(result.out.empty());
    CHECK(result.err.starts_with("exwm-vr-gpu: " + path + ": "));
}

TEST_CASE("exwm-vr-gpu: a record is judged, as a table and as JSON") {
    const auto table = run({"env", "--replay", fixture("docker-in-kvm"), "--explain"});
    CHECK(table.status == 0);
    CHECK(table.out.contains("qemu on kvm"));
    CHECK(table.out.contains("docker"));
    CHECK(table.out.contains("KVMKVMKVM"));
    const auto text = run({"--json", "env", "--replay", fixture("docker-in-kvm")});
    const auto json = nlohmann::json::parse(text.out);
    CHECK(json["hypervisor"]["id"] == "qemu");
    CHECK(json["hypervisor"]["nested"].is_null());
    CHECK(json["container"]["containers"][0]["id"] == "docker");
    CHECK(json["sandbox"]["state"] == "none");
    CHECK(json["privileges"]["seccomp"] == 2);
    CHECK(json["namespaces"]["pid"]["initial"] == false);
}

TEST_CASE("exwm-vr-gpu: what cannot be read is null in JSON") {
    const auto text = run({"--json", "env", "--replay", fixture("all-denied")});
    const auto json = nlohmann::json::parse(text.out);
    CHECK(json["container"]["state"] == "unknown");
    CHECK(json["privileges"]["uid"].is_null());
    CHECK(json["privileges"]["capabilities"].is_null());
    CHECK(json["namespaces"]["pid"]["initial"].is_null());
    CHECK(!json["unseen"].empty());
}

TEST_CASE("exwm-vr-gpu: a record of this machine is judged as the machine") {
    std::string folder = (std::filesystem::temp_directory_path() / "gpu-tool-XXXXXX");
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const auto path = folder + "/record.json";
    const auto live = run({"--json", "env", "--record", path});
    CHECK(live.status == 0);
    struct stat status{};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600); // it tells of the machine
    CHECK(run({"--json", "env", "--replay", path}).out == live.out);
    // Not through a link that somebody else put there.
    const auto link = folder + "/link";
    std::filesystem::create_symlink(path, link);
    CHECK(run({"env", "--record", link}).status == 1);
    CHECK(run({"env", "--record", folder}).status == 1);
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace exwm_vr::gpu_tool
