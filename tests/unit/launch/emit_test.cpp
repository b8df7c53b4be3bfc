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

/// The host's user that a set-up has a socket opened to, "setfacl -m u:1000:rw ...".
std::uint32_t socket_user(const Emission& emission) {
    constexpr std::string_view before = "setfacl -m u:";
    for (const auto& warning : emission.warnings) {
        if (const auto at = warning.find(before); at != std::string::npos) {
            return static_cast<std::uint32_t>(std::stoul(warning.substr(at + before.size())));
        }
    }
    return 0;
}

const samples::Sample&
sample_named(const std::vector<samples::Sample>& all, std::string_view name) {
    return *std::ranges::find(all, name, [](const auto& sample) { return sample.guest.name; });
}

TEST_CASE("emit: a socket is opened to the user that the container's one is on the host") {
    const auto all = samples::all();
    const auto& kiosk = sample_named(all, "kiosk");
    const auto planned = plan(kiosk.guest, kiosk.host, kiosk.wishes);
    REQUIRE(planned);
    for (const auto format : {Format::podman, Format::quadlet, Format::lxc, Format::nspawn}) {
        CAPTURE(to_string(format));
        CHECK(socket_user(*emit(format, *planned)) == planned->uids.first + 1000);
    }
    // Its program has the number, whoever asks.
    CHECK(socket_user(*emit(Format::proxmox, *planned)) == 101000);
    const auto incus = emit(Format::incus, *planned);
    const auto first = planned->daemon_ids.uids.first;
    CHECK(socket_user(*incus) == first + 1000);
    const auto& text = incus->documents.front().text;
    CHECK(text.contains("\"security.idmap.isolated\": \"true\"\n"));
    CHECK(text.contains("\"security.idmap.base\": \"" + std::to_string(first) + "\"\n"));
    CHECK(text.contains("\"security.idmap.size\": \"65536\"\n"));
    // A user's are the same for a daemon of root's, and not those that the user may give away.
    auto anna = kiosk;
    anna.host.uid = 1000;
    anna.host.subuids = {{.first = 300000, .count = 65536}};
    const auto by_anna = plan(anna.guest, anna.host, anna.wishes);
    REQUIRE(by_anna);
    CHECK(socket_user(*emit(Format::proxmox, *by_anna)) == 101000);
    CHECK(socket_user(*emit(Format::incus, *by_anna)) == first + 1000);
    // Where root has 65536 ids, all of Incus' containers have these.
    anna.host.roots_ids.uids = {{.first = 165536, .count = 65536}};
    anna.host.roots_ids.gids = anna.host.roots_ids.uids;
    const auto shared = plan(anna.guest, anna.host, anna.wishes);
    REQUIRE(shared);
    const auto with_others = emit(Format::incus, *shared);
    CHECK(socket_user(*with_others) == 166536);
    CHECK(with_others->documents.front().text.contains("\"security.idmap.isolated\": \"false\"\n"));
}

TEST_CASE("emit: what the init of a container would hide is not below /run") {
    for (const auto& sample : samples::all()) {
        const auto planned = plan(sample.guest, sample.host, sample.wishes);
        REQUIRE(planned);
        CAPTURE(sample.guest.name);
        for (const auto format : {Format::lxc, Format::nspawn, Format::proxmox, Format::incus}) {
            const auto emission = emit(format, *planned);
            const bool own_init =
                format == Format::proxmox || format == Format::incus || planned->command.empty();
            if (!emission || planned->kind == policy::Guest::Kind::virtual_machine || !own_init) {
                continue;
            }
            for (const auto& document : emission->documents) {
                CAPTURE(document.text);
                CHECK_FALSE(document.text.contains(" run/"));  // LXC's and Proxmox' places
                CHECK_FALSE(document.text.contains(":/run/")); // nspawn's
                CHECK_FALSE(document.text.contains("path: \"/run/"));
                CHECK_FALSE(document.text.contains("SEATD_SOCK=/run/"));
            }
        }
    }
    // With a program and no init, things are where they were.
    const auto all = samples::all();
    const auto& seat = sample_named(all, "seat-2");
    const auto planned = plan(seat.guest, seat.host, seat.wishes);
    REQUIRE(planned);
    CHECK(text_of(Format::lxc, *planned).contains(" run/udev none bind,ro,"));
}

TEST_CASE("emit: Quadlet limits the container, which sees no limits of its service") {
    const auto all = samples::all();
    const auto& board = sample_named(all, "board");
    const auto planned = plan(board.guest, board.host, board.wishes);
    REQUIRE(planned);
    const auto text = text_of(Format::quadlet, *planned);
    const auto container = text.substr(0, text.find("[Service]"));
    CHECK(container.contains("\nPodmanArgs=--memory=2147483648b\n"));
    CHECK(container.contains("\nPodmanArgs=--cpus=2.00\n"));
    CHECK_FALSE(text.contains("MemoryMax="));
    CHECK_FALSE(text.contains("CPUQuota="));
}

TEST_CASE(
    "emit: GPU memory is limited where the controller reaches the guest, and else it is said"
) {
    const auto all = samples::all();
    auto board = sample_named(all, "board");
    using policy::Starter;
    const auto limited = [&](Format format) {
        const auto planned = plan(board.guest, board.host, board.wishes);
        REQUIRE(planned);
        const auto emission = emit(format, *planned);
        REQUIRE(emission);
        const bool set =
            emission->documents.front().text.contains("drm/0000:03:00.0/vram 536870912");
        const auto limit = *std::ranges::find(emission->limits, "vram", &policy::Limit::subject);
        CHECK(set == emission->applied.contains(Quota::Kind::vram));
        CHECK(set == policy::enforced(limit));
        CHECK(set == emission->no_vram.empty());
        CHECK((set || limit.reason == emission->no_vram));
        return set;
    };
    CHECK(limited(Format::podman));
    CHECK_FALSE(limited(Format::quadlet)); // nothing reaches into a service
    board.host.mechanisms.dmem_for = {Starter::daemon};
    CHECK_FALSE(limited(Format::podman));
    CHECK_FALSE(limited(Format::lxc));
    CHECK(limited(Format::incus));
    CHECK(limited(Format::proxmox));
    board.host.mechanisms.dmem_for = {Starter::scope};
    CHECK(limited(Format::lxc));
    CHECK_FALSE(limited(Format::incus));
}

TEST_CASE("emit: Podman's command and its unit warn of the same") {
    for (const auto& sample : samples::all()) {
        const auto planned = plan(sample.guest, sample.host, sample.wishes);
        REQUIRE(planned);
        const auto command = emit(Format::podman, *planned);
        const auto unit = emit(Format::quadlet, *planned);
        REQUIRE(command.has_value() == unit.has_value());
        if (!command) {
            continue;
        }
        for (const auto& warning : command->warnings) {
            CAPTURE(sample.guest.name, warning);
            CHECK(std::ranges::contains(unit->warnings, warning));
        }
    }
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
