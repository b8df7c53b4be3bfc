// SPDX-License-Identifier: MIT
#include "launch_samples.hpp"
#include "support/paths.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>

namespace exwm_vr::launch {
namespace {

const std::filesystem::path golden = test::source_path("tests/golden/launch");

std::string slurp(const std::filesystem::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string limits_text(const Emission& emission) {
    std::string text;
    for (const auto& limit : emission.limits) {
        text += limit.subject + ": " + limit.requested + "; " +
                (limit.mechanism.empty() ? "nothing" : limit.mechanism) + " (" +
                (policy::enforced(limit) ? "enforced" : "not enforced") + "): " + limit.reason +
                "\n";
    }
    for (const auto& warning : emission.warnings) {
        text += "warning: " + warning + "\n";
    }
    return text;
}

// The files are what people get: read the difference before it is written again with
// EXWM_VR_WRITE_GOLDEN=1.
TEST_CASE("emit: each set-up is as it was looked at", "[golden]") {
    const bool write = std::getenv("EXWM_VR_WRITE_GOLDEN") != nullptr;
    std::set<std::filesystem::path> known;
    for (const auto& sample : samples::all()) {
        const auto planned = plan(sample.guest, sample.host, sample.wishes);
        CAPTURE(sample.guest.name);
        if (!planned) {
            FAIL(planned.error().message);
        }
        for (const auto format : all_formats) {
            const auto emission = emit(format, *planned);
            const auto folder = golden / sample.guest.name / to_string(format);
            const auto check = [&](const std::string& name, const std::string& text) {
                known.insert(folder / name);
                if (write) {
                    std::filesystem::create_directories(folder);
                    std::ofstream(folder / name) << text;
                }
                CAPTURE(folder / name);
                CHECK(slurp(folder / name) == text);
            };
            if (!emission) {
                check("refused", emission.error().message + "\n");
                continue;
            }
            for (const auto& document : emission->documents) {
                check(document.name, document.text);
            }
            check("limits", limits_text(*emission));
        }
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(golden)) {
        if (entry.is_regular_file()) {
            CAPTURE(entry.path());
            CHECK(known.contains(entry.path())); // of a set-up that is no more
        }
    }
}

TEST_CASE("emit: every format has a name of its own") {
    std::set<std::string_view> names;
    for (const auto format : all_formats) {
        CHECK(format_named(to_string(format)) == format);
        CHECK(names.insert(to_string(format)).second);
    }
    CHECK_FALSE(format_named("nonsense"));
}

/// Whether a guest has nothing but a node's name.
bool only_name(const Plan& plan, const std::string& path) {
    return std::ranges::any_of(plan.mounts, [&](const Mount& mount) {
        return mount.target == path && mount.source == "/dev/null";
    });
}

/// Wherever @p path stands, it is where /dev/null goes to.
void check_only_name(const std::string& text, const std::string& path) {
    for (const auto part : std::views::split(text, '\n')) {
        const std::string_view line(part);
        if (!line.contains(path)) {
            continue;
        }
        CAPTURE(line);
        const bool is_target = line.contains("/dev/null") || line.contains(" target: ") ||
                               line.contains(R"("path": ")") || line.contains(" path: ");
        CHECK((line.starts_with('#') || is_target));
    }
}

TEST_CASE("emit: LXC is asked for no profile that cannot be loaded, and says so") {
    auto sample = samples::all().front();
    sample.host.no_profiles = true;
    const auto planned = plan(sample.guest, sample.host, sample.wishes);
    REQUIRE(planned);
    const auto emission = emit(Format::lxc, *planned);
    REQUIRE(emission);
    CHECK(emission->documents.front().text.contains("\nlxc.apparmor.profile = unconfined\n"));
    CHECK(std::ranges::any_of(emission->warnings, [](const auto& warning) {
        return warning.contains("no apparmor_parser");
    }));
}

std::string text_of(Format format, const Plan& plan) {
    const auto emission = emit(format, plan);
    REQUIRE(emission);
    return emission->documents.front().text;
}

TEST_CASE("emit: a machine's firmware is that of its architecture") {
    auto here = samples::host();
    here.architecture = "aarch64";
    here.firmware = "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd";
    auto one =
        samples::guest("arm", policy::Guest::Kind::virtual_machine, samples::Level::untrusted);
    const auto planned = plan(one, here);
    REQUIRE(planned);
    CHECK(
        text_of(Format::qemu, *planned).contains("-bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd")
    );
    CHECK(text_of(Format::libvirt, *planned).contains("<os firmware='efi'>"));
    here.firmware.clear();
    const auto without = plan(one, here);
    REQUIRE(without);
    const auto warned = emit(Format::qemu, *without);
    REQUIRE(warned);
    CHECK(std::ranges::any_of(warned->warnings, [](const auto& warning) {
        return warning.contains("no disk starts (on Debian: qemu-efi-aarch64)");
    }));
    here.architecture = "s390x";
    one.serials = {"/dev/ttyUSB0"};
    const auto mainframe = plan(one, here);
    REQUIRE(mainframe);
    const auto refused = emit(Format::qemu, *mainframe);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("cannot pass /dev/ttyUSB0 on"));
}

TEST_CASE("emit: a user's LXC has its root below that user's home, wherever that is") {
    auto sample = samples::all().front();
    sample.host.home = "/srv/people/anna";
    const auto planned = plan(sample.guest, sample.host, sample.wishes);
    REQUIRE(planned);
    CHECK(text_of(Format::lxc, *planned)
              .contains("dir:/srv/people/anna/.local/share/lxc/desk/rootfs\n"));
}

TEST_CASE(
    "emit: root's containers in Podman have ids of their own, and the groups of their nodes"
) {
    const auto all = samples::all();
    const auto& seat =
        *std::ranges::find(all, "seat-2", [](const auto& s) { return s.guest.name; });
    const auto planned = plan(seat.guest, seat.host, seat.wishes);
    REQUIRE(planned);
    const auto first = std::to_string(planned->uids.first);
    for (const auto& [format, users, group] :
         {std::tuple(Format::podman, "--uidmap=0:", "--gidmap=44:44:1 "),
          std::tuple(Format::quadlet, "UIDMap=0:", "GIDMap=44:44:1\n")}) {
        const auto text = text_of(format, *planned);
        CAPTURE(text);
        CHECK(text.contains(users + first + ":65536"));
        CHECK(text.contains(group));
        CHECK_FALSE(text.contains("keep-id"));
    }
    // Read and write, and no nodes made.
    CHECK(
        text_of(Format::quadlet, *planned).contains("AddDevice=/dev/dri/card1:/dev/dri/card1:rw\n")
    );
}

// What no container or machine needs, in any spelling.
TEST_CASE("emit: no set-up gives more than named devices") {
    for (const auto& sample : samples::all()) {
        const auto planned = plan(sample.guest, sample.host, sample.wishes);
        REQUIRE(planned);
        for (const auto format : all_formats) {
            const auto emission = emit(format, *planned);
            if (!emission) {
                continue;
            }
            for (const auto& document : emission->documents) {
                CAPTURE(document.text);
                for (const auto* never :
                     {"/dev/mem",      "/dev/kmem",   "--privileged", "privileged: true",
                      "226:*",         "13:*",        "/dev/tty0",    "/dev/tty7",
                      "/dev/dri:",     "/dev/dri ",   "/dev/dri\n",   "/dev/dri\"",
                      "/dev/input ",   "/dev/input:", "/dev/input\n", "seccomp=unconfined",
                      "label=disable", "unconfined",  "SYS_ADMIN",    "chmod 0666",
                      "mode=0666",     "lxc.cgroup.", "c 226:129 rwm"}) {
                    CHECK_FALSE(document.text.contains(never));
                }
                // Only the nodes that were planned, whatever else is on the host.
                for (const auto& gpu : sample.host.gpus) {
                    for (const auto& node : {gpu.card, gpu.render}) {
                        bool given = planned->render_node == node->path;
                        for (const auto& device : planned->devices) {
                            given = given || device.node == *node;
                        }
                        if (only_name(*planned, node->path)) {
                            check_only_name(document.text, node->path);
                        } else if (!given) {
                            CHECK_FALSE(document.text.contains(node->path + "\n"));
                            CHECK_FALSE(document.text.contains(node->path + ":"));
                            CHECK_FALSE(document.text.contains(node->path + " "));
                        }
                    }
                }
            }
        }
    }
}

} // namespace
} // namespace exwm_vr::launch
