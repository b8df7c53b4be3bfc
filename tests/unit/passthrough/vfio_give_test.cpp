// SPDX-License-Identifier: MIT
// Giving GPUs away, in trees where a writer does to the files what the kernel would.
#include "passthrough/vfio/give.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <map>

namespace exwm_vr::vfio {
namespace {

using test::TreeFolder;
using Texts = std::vector<std::string>;

const std::string bus = "/sys/bus/pci/devices/";
const std::string gpu_address = "0000:01:00.0";
const std::string sound_address = "0000:01:00.1";

/// Drivers come and go as files are written.
class Kernel final : public Writer {
public:
    explicit Kernel(const TreeFolder& folder)
        : folder_(folder)
        , tree_(folder.path()) {}

    Result<void> write(const Write& write) override {
        if (writes++ == fails_at) {
            return fail("{}: Input/output error", write.path);
        }
        if (writes > crashes_after) {
            return fail("the power is gone");
        }
        if (const auto done = TreeWriter(tree_).write(write); !done) {
            return done;
        }
        const auto device = write.path.starts_with(bus)
                                ? write.path.substr(0, bus.size() + gpu_address.size())
                                : bus + write.text;
        if (write.path.ends_with("/driver_override") && write.text == "\n") {
            folder_.write(write.path, "(null)\n");
        } else if (write.path.ends_with("/driver/unbind")) {
            std::filesystem::remove(folder_.at(device + "/driver"));
        } else if (write.path.ends_with("/drivers_probe")) {
            probe(device);
        }
        return {};
    }

    std::size_t writes = 0;
    std::size_t fails_at = SIZE_MAX;
    std::size_t crashes_after = SIZE_MAX;
    std::string refuses; ///< an address that vfio-pci does not take

private:
    void probe(const std::string& device) const {
        const auto address = device.substr(bus.size());
        const auto wanted = look_now(tree_, address).override;
        const std::string own = address == gpu_address ? "amdgpu" : "snd_hda_intel";
        if (wanted != "vfio-pci" || address != refuses) {
            folder_.link(
                device + "/driver", "../../../../bus/pci/drivers/" + (wanted.empty() ? own : wanted)
            );
        }
    }

    const TreeFolder& folder_;
    Tree tree_;
};

/// A machine with a card that nobody uses.
struct Machine {
    Machine() { folder.write(bus + gpu_address + "/boot_vga", "0\n"); }

    [[nodiscard]] Gpu gpu() const {
        const auto gpus = gpu::survey(tree);
        REQUIRE(gpus.size() == 1);
        return gpus.front();
    }

    [[nodiscard]] Giving giving(Writer& writer, bool dry = false) {
        return {
            .tree = tree,
            .writer = writer,
            .state = state,
            .told = [this](const Write& write) { told.push_back(write.path + " " + write.text); },
            .dry = dry,
        };
    }

    [[nodiscard]] Texts drivers() const {
        return {look_now(tree, gpu_address).driver, look_now(tree, sound_address).driver};
    }

    [[nodiscard]] Texts overrides() const {
        return {look_now(tree, gpu_address).override, look_now(tree, sound_address).override};
    }

    [[nodiscard]] std::string journal() const { return state + "/vfio-" + gpu_address + ".json"; }

    void check_as_before() const {
        CHECK(drivers() == Texts{"amdgpu", "snd_hda_intel"});
        CHECK(overrides() == Texts{"", ""});
        CHECK_FALSE(std::filesystem::exists(journal()));
    }

    TreeFolder folder{"amd-discrete"};
    Tree tree{folder.path()};
    std::string state = folder.path() + "/state";
    Texts told;
};

TEST_CASE("vfio: a screen of the kernel's console is no hindrance, a program's is") {
    Machine machine;
    Kernel kernel(machine.folder);
    const auto giving = machine.giving(kernel);
    machine.folder.write("/sys/class/drm/card0-DP-1/enabled", "enabled\n");
    machine.folder.write("/proc/812/comm", "Xorg\n");
    machine.folder.link("/proc/812/fd/3", "/dev/dri/card0");
    const auto refused = give_to_vfio(giving, machine.gpu(), {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("Xorg (process 812) has /dev/dri/card0 open"));
    machine.check_as_before();
    std::filesystem::remove_all(machine.folder.at("/proc/812"));
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    CHECK(machine.drivers() == Texts{"vfio-pci", "vfio-pci"});
}

TEST_CASE("vfio: the boot display is given away only by who says so") {
    Machine machine;
    machine.folder.write(bus + gpu_address + "/boot_vga", "1\n");
    Kernel kernel(machine.folder);
    auto giving = machine.giving(kernel);
    const auto refused = give_to_vfio(giving, machine.gpu(), {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("--boot-display"));
    machine.check_as_before();
    giving.boot_display = true;
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    CHECK(machine.drivers() == Texts{"vfio-pci", "vfio-pci"});
}

TEST_CASE("vfio: a card and its sound are given away, and come back") {
    Machine machine;
    Kernel kernel(machine.folder);
    const auto giving = machine.giving(kernel);
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    CHECK(
        machine.told == Texts{
                            bus + gpu_address + "/driver_override vfio-pci",
                            bus + sound_address + "/driver_override vfio-pci",
                            bus + sound_address + "/driver/unbind " + sound_address,
                            bus + gpu_address + "/driver/unbind " + gpu_address,
                            "/sys/bus/pci/drivers_probe " + gpu_address,
                            "/sys/bus/pci/drivers_probe " + sound_address,
                        }
    );
    CHECK(machine.drivers() == Texts{"vfio-pci", "vfio-pci"});
    struct stat status{};
    REQUIRE(stat(machine.journal().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);

    // Again changes nothing, and forgets nothing.
    const auto before = machine.told.size();
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    CHECK(machine.told.size() == before);
    REQUIRE(take_back(giving, gpu_address));
    machine.check_as_before();
    const auto again = take_back(giving, gpu_address);
    REQUIRE_FALSE(again);
    CHECK(again.error().message.contains("there is no journal of it"));
}

TEST_CASE("vfio: a dry run says each write and does none") {
    Machine machine;
    Kernel kernel(machine.folder);
    REQUIRE(give_to_vfio(machine.giving(kernel, true), machine.gpu(), {}));
    CHECK(machine.told.size() == 6);
    CHECK(kernel.writes == 0);
    CHECK_FALSE(std::filesystem::exists(machine.state));
    machine.check_as_before();
    CHECK(take_all_back(machine.giving(kernel, true))->empty());
    CHECK_FALSE(take_back(machine.giving(kernel, true), gpu_address));
    CHECK_FALSE(std::filesystem::exists(machine.state));
}

TEST_CASE("vfio: a write that fails is followed by undoing all") {
    Machine machine;
    Kernel kernel(machine.folder);
    kernel.fails_at = GENERATE(0U, 1U, 2U, 3U, 4U, 5U);
    const auto done = give_to_vfio(machine.giving(kernel), machine.gpu(), {});
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains("Input/output error: all is as it was"));
    machine.check_as_before();
}

TEST_CASE("vfio: what vfio-pci does not take is undone as well") {
    Machine machine;
    Kernel kernel(machine.folder);
    kernel.refuses = sound_address;
    const auto done = give_to_vfio(machine.giving(kernel), machine.gpu(), {});
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains("vfio-pci did not take 0000:01:00.1: all is as it was"));
    machine.check_as_before();
}

TEST_CASE("vfio: after a crash at any moment, restore gives all back") {
    Machine machine;
    {
        Kernel kernel(machine.folder);
        kernel.crashes_after = GENERATE(1U, 2U, 3U, 4U, 5U, 6U);
        CHECK(
            give_to_vfio(machine.giving(kernel), machine.gpu(), {}).has_value() ==
            (kernel.crashes_after == 6)
        );
    }
    CHECK(std::filesystem::exists(machine.journal()));
    Kernel kernel(machine.folder);
    SECTION("at once") {}
    SECTION("after a restart, which undid it") {
        for (const auto& address : {gpu_address, sound_address}) {
            machine.folder.write(bus + address + "/driver_override", "(null)\n");
            machine.folder.link(
                bus + address + "/driver",
                std::string("../../../../bus/pci/drivers/") +
                    (address == gpu_address ? "amdgpu" : "snd_hda_intel")
            );
        }
    }
    SECTION("after a crash of restore itself") {
        Kernel other(machine.folder);
        other.crashes_after = 1;
        static_cast<void>(take_all_back(machine.giving(other)));
    }
    const auto given = take_all_back(machine.giving(kernel));
    REQUIRE(given);
    machine.check_as_before();
}

TEST_CASE("vfio: what was reserved for another driver is that again") {
    Machine machine;
    machine.folder.write(bus + sound_address + "/driver_override", "snd_hda_intel\n");
    Kernel kernel(machine.folder);
    const auto giving = machine.giving(kernel);
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    REQUIRE(take_back(giving, gpu_address));
    CHECK(machine.overrides() == Texts{"", "snd_hda_intel"});
    CHECK(machine.drivers() == Texts{"amdgpu", "snd_hda_intel"});
}

TEST_CASE("vfio: a GPU in use is not given away, nor taken from a virtual machine") {
    Machine machine;
    Kernel kernel(machine.folder);
    const auto giving = machine.giving(kernel);
    machine.folder.write("/proc/812/comm", "Xorg\n");
    machine.folder.link("/proc/812/fd/3", "/dev/dri/renderD128");
    const auto done = give_to_vfio(giving, machine.gpu(), {});
    REQUIRE_FALSE(done);
    CHECK(
        done.error().message ==
        "pci-0000:01:00.0 is in use: Xorg (process 812) has /dev/dri/renderD128 open"
    );
    std::filesystem::remove(machine.folder.at("/proc/812/fd/3"));
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    machine.folder.link("/proc/812/fd/3", "/dev/vfio/14");
    const auto back = take_back(giving, gpu_address);
    REQUIRE_FALSE(back);
    CHECK(back.error().message.contains("has /dev/vfio/14 open"));
    CHECK(machine.drivers() == Texts{"vfio-pci", "vfio-pci"});
    std::filesystem::remove(machine.folder.at("/proc/812/fd/3"));
    REQUIRE(take_back(giving, gpu_address));
    machine.check_as_before();
}

TEST_CASE("vfio: strangers in the group are listed, and go along when they are named") {
    const TreeFolder folder("vfio-bound");
    const Tree tree(folder.path());
    Kernel kernel(folder);
    folder.write("/sys/class/iommu/dmar0/name", "");
    const std::string state = folder.path() + "/state";
    Texts told;
    const Giving giving{
        .tree = tree,
        .writer = kernel,
        .state = state,
        .told = [&](const Write& write) { told.push_back(write.text); },
        .dry = true,
    };
    folder.write("/sys/bus/pci/drivers/vfio-pci/bind", "");
    const auto gpus = gpu::survey(tree);
    const auto done = give_to_vfio(giving, gpus.at(0), {});
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains("0000:06:00.0 8086:1539, class 020000, driver igb"));
    CHECK(told.empty());
    REQUIRE(give_to_vfio(giving, gpus.at(0), Texts{"0000:06:00.0"}));
    CHECK(told.back() == "0000:06:00.0");
}

TEST_CASE("vfio: a machine that cannot do it says so before anything is written") {
    Machine machine;
    Kernel kernel(machine.folder);
    std::filesystem::remove_all(machine.folder.at("/sys/bus/pci/drivers/vfio-pci"));
    const auto done = give_to_vfio(machine.giving(kernel), machine.gpu(), {});
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains("the driver vfio-pci is not there"));
    CHECK(kernel.writes == 0);
}

TEST_CASE("vfio: another device at the address is left alone") {
    Machine machine;
    Kernel kernel(machine.folder);
    const auto giving = machine.giving(kernel);
    REQUIRE(give_to_vfio(giving, machine.gpu(), {}));
    machine.folder.write(bus + gpu_address + "/device", "0x9999\n");
    const auto done = take_all_back(giving);
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains("0000:01:00.0 was 1002:73ff and is 1002:9999"));
    CHECK(std::filesystem::exists(machine.journal()));
    // One that is gone needs nothing.
    std::filesystem::remove_all(machine.folder.at(bus + gpu_address));
    CHECK(take_all_back(giving).has_value());
}

TEST_CASE("vfio: a folder that others may write to, or that is in use, is not taken") {
    Machine machine;
    Kernel kernel(machine.folder);
    std::filesystem::create_directory(machine.state);
    REQUIRE(chmod(machine.state.c_str(), 0777) == 0);
    const auto open = give_to_vfio(machine.giving(kernel), machine.gpu(), {});
    REQUIRE_FALSE(open);
    CHECK(open.error().message.contains("others may write there"));
    REQUIRE(chmod(machine.state.c_str(), 0700) == 0);
    const Fd other(::open(machine.state.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    REQUIRE(flock(other.get(), LOCK_EX | LOCK_NB) == 0);
    const auto locked = give_to_vfio(machine.giving(kernel), machine.gpu(), {});
    REQUIRE_FALSE(locked);
    CHECK(locked.error().message.contains("another exwm-vr-gpu is at work"));
    CHECK(kernel.writes == 0);
}

TEST_CASE("vfio: a journal that was damaged is a failure that names it") {
    Machine machine;
    Kernel kernel(machine.folder);
    const std::string text = GENERATE(
        "",
        "{}",
        "[]",
        R"({"format": "exwm-vr vfio journal", "version": 2, "gpu": "0000:01:00.0", "devices": []})",
        R"({"format": "exwm-vr vfio journal", "version": 1, "gpu": "0000:01:00.0", "devices": []})",
        R"({"format": "exwm-vr vfio journal", "version": 1, "gpu": "0000:02:00.0", "devices": [{"address": "0000:01:00.0", "vendor": 1, "device": 1, "driver": "a", "override": ""}]})",
        R"({"format": "exwm-vr vfio journal", "version": 1, "gpu": "0000:01:00.0", "devices": [{"address": "../../x", "vendor": 1, "device": 1, "driver": "a", "override": ""}]})",
        R"({"format": "exwm-vr vfio journal", "version": 1, "gpu": "0000:01:00.0", "devices": [{"address": "0000:01:00.0", "vendor": 1, "device": 1, "driver": "../a", "override": ""}]})",
        R"({"format": "exwm-vr vfio journal", "version": 1, "gpu": "0000:01:00.0", "devices": [{"address": "0000:01:00.0", "vendor": 65536, "device": 1, "driver": "a", "override": ""}]})"
    );
    CAPTURE(text);
    machine.folder.write("/state/vfio-0000:01:00.0.json", text);
    const auto done = take_all_back(machine.giving(kernel));
    REQUIRE_FALSE(done);
    CHECK(done.error().message.contains(machine.journal()));
    CHECK(kernel.writes == 0);
    CHECK_FALSE(give_to_vfio(machine.giving(kernel), machine.gpu(), {}));
    CHECK(kernel.writes == 0);
}

} // namespace
} // namespace exwm_vr::vfio
