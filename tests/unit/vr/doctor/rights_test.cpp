// SPDX-License-Identifier: MIT
#include "machine.hpp"
#include "vr/doctor/doctor.hpp"
#include "vr/doctor/rights.hpp"
#include "vr/doctor/usb_devices.hpp"

#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

namespace exwm_vr::doctor {
namespace {

using test::Machine;
using test::says;

constexpr const char* index_uevent =
    "DRIVER=hid-generic\nHID_ID=0003:000028DE:00002300\nHID_NAME=Valve Index\n";

void plug_in(
    const Machine& machine, const std::string& name, std::string_view uevent, mode_t mode
) {
    machine.write("/sys/class/hidraw/" + name + "/device/uevent", uevent);
    machine.write("/sys/class/hidraw/" + name + "/dev", "240:3\n");
    machine.write("/dev/" + name, "", mode);
}

TEST_CASE("rules of udev are read with all that may be in them") {
    const auto rules = read_udev_rules(
        "# ATTRS{idVendor}==\"28de\"\n"
        "\n"
        "KERNEL==\"hidraw*\", ATTRS{idVendor}==\"28de\", TAG+=\"uaccess\"\n"
        "  ATTR{idVendor} == \"0bb4\" , \\\n"
        "# amid\n"
        "  MODE:=\"0666\"\n"
        "NAME=e\"a,b\"\n"
        "broken\n"
        "KERNEL==\"a\n"
        "KERNEL==\"last\"" // no line break
    );
    REQUIRE(rules.size() == 4);
    CHECK(
        rules[0] == UdevRule{
                        {"KERNEL", "", "==", "hidraw*"},
                        {"ATTRS", "idVendor", "==", "28de"},
                        {"TAG", "", "+=", "uaccess"}
                    }
    );
    CHECK(rules[1] == UdevRule{{"ATTR", "idVendor", "==", "0bb4"}, {"MODE", "", ":=", "0666"}});
    CHECK(rules[2] == UdevRule{{"NAME", "", "=", "a,b"}});
    CHECK(rules[3] == UdevRule{{"KERNEL", "", "==", "last"}});
}

TEST_CASE("which rules are about headsets, and what they do") {
    const auto look = [](const std::string& text, const std::string& file = "/etc/60-vr.rules") {
        const auto rules = read_udev_rules(text);
        REQUIRE(rules.size() == 1);
        return about_headsets(rules.front(), file);
    };
    CHECK(look(R"(ATTRS{idVendor}=="28de", TAG+="uaccess")")->seat);
    CHECK(look(R"(ATTRS{idVendor}=="28DE|0bb4", TAG+="uaccess")")->seat);
    CHECK(look(R"(KERNELS=="*:28DE:*", MODE="0660", TAG+="uaccess")")->seat);
    CHECK(look(R"(ENV{ID_VENDOR_ID}=="2833", TAG+="uaccess")")->seat);
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="28de", MODE="0660", TAG+="uaccess")")->world);
    CHECK(look(R"(ATTRS{idVendor}=="28de", MODE="0666")")->world);
    CHECK(look(R"(ATTRS{idVendor}=="28de", MODE="666")")->world);
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="28de", TAG+="uaccess")")->late);
    CHECK(look(R"(ATTRS{idVendor}=="28de", TAG+="uaccess")", "/etc/99-vr.rules")->late);
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="28de", MODE="0666")", "/etc/99-vr.rules")->late);
    // Not about headsets, or doing nothing that matters.
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="046d", MODE="0666")"));
    CHECK_FALSE(look(R"(ATTRS{idVendor}!="28de", MODE="0666")"));
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="28de", GROUP="video")"));
    CHECK_FALSE(look(R"(ATTRS{idVendor}=="28de", ATTRS{idProduct}=="1102", MODE="0666")"));
    CHECK(look(R"(ATTRS{idVendor}=="28de", ATTRS{idProduct}=="2101", MODE="0666")"));
    CHECK(look(R"(ATTRS{idVendor}=="28de", ATTRS{idProduct}=="2*", MODE="0666")"));
}

TEST_CASE("HID devices are known by the kernel's text") {
    const auto device = read_hid_uevent(index_uevent);
    REQUIRE(device);
    CHECK(device->vendor == 0x28de);
    CHECK(device->product == 0x2300);
    CHECK(device->name == "Valve Index");
    for (const auto* none :
         {"",
          "HID_ID=",
          "HID_ID=0003",
          "HID_ID=0003:28de",
          "HID_ID=3:x:1",
          "HID_NAME=a",
          "HID_ID=0003:FFFFFFFFFF:0001"}) {
        CHECK_FALSE(read_hid_uevent(none));
    }
    CHECK(find_usb_kind(0x28de, 0x2300) != nullptr);
    CHECK(find_usb_kind(0x28de, 0x1142) == nullptr); // a gamepad
    CHECK(find_usb_kind(0x1028de, 0x2300) == nullptr);
    CHECK(find_usb_vendor("28de") != nullptr);
    CHECK(find_usb_vendor("028de") == nullptr);
    CHECK(find_usb_vendor("zzzz") == nullptr);
}

TEST_CASE("without a headset's devices, rules for them are looked at") {
    const Machine machine;
    auto finding = judge(find_rights(machine.probe()));
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "no udev rule"));
    CHECK(says(finding, "xr-hardware"));

    constexpr const char* rule = "ATTRS{idVendor}==\"28de\", TAG+=\"uaccess\"\n";
    machine.write("/usr/lib/udev/rules.d/70-xr.rules", rule);
    finding = judge(find_rights(machine.probe()));
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "/usr/lib/udev/rules.d/70-xr.rules gives"));

    SECTION("a link to /dev/null switches a file off") {
        machine.link("/etc/udev/rules.d/70-xr.rules", "/dev/null");
        CHECK(judge(find_rights(machine.probe())).state == State::warning);
    }
    SECTION("one that comes too late is told of") {
        machine.write("/etc/udev/rules.d/99-mine.rules", rule);
        finding = judge(find_rights(machine.probe()));
        CHECK(finding.state == State::warning);
        CHECK(says(finding, "/etc/udev/rules.d/99-mine.rules tags devices uaccess too late"));
    }
    SECTION("one that opens devices to everybody is told of") {
        machine.write(
            "/etc/udev/rules.d/60-vive.rules", "ATTR{idVendor}==\"0bb4\", MODE=\"0666\"\n"
        );
        finding = judge(find_rights(machine.probe()));
        CHECK(finding.state == State::warning);
        CHECK(says(finding, "/etc/udev/rules.d/60-vive.rules opens VR devices to everybody"));
    }
    SECTION("a file that is too large is told of") {
        machine.write("/etc/udev/rules.d/10-big.rules", std::string(2'000'000, '#'));
        finding = judge(find_rights(machine.probe()));
        CHECK(finding.state == State::unknown);
        CHECK(says(finding, "10-big.rules is larger"));
    }
}

TEST_CASE("devices of headsets must be ours, and not everybody's") {
    const Machine machine;
    plug_in(machine, "hidraw0", "HID_ID=0003:0000046D:0000C31C\nHID_NAME=Keyboard\n", 0666);
    CHECK(find_rights(machine.probe()).nodes.empty());

    plug_in(machine, "hidraw3", index_uevent, 0600);
    auto finding = judge(find_rights(machine.probe()));
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "/dev/hidraw3 (Valve Index) may be used"));

    plug_in(machine, "hidraw3", index_uevent, 0666);
    finding = judge(find_rights(machine.probe()));
    CHECK(finding.state == State::error);
    CHECK(says(finding, "open to everybody (mode 0666)"));
}

TEST_CASE("what is to be done about a device that may not be used") {
    UsbNode node{
        .path = "/dev/hidraw3", .name = "Index", .file = FileFacts{.mode = 0600}, .tagged = {}
    };
    auto finding = judge(Rights{.nodes = {node}, .rules = {}, .problems = {}});
    CHECK(finding.state == State::error);
    CHECK(says(finding, "may not be used"));
    CHECK(says(finding, "xr-hardware"));
    node.tagged = false;
    CHECK(judge(Rights{.nodes = {node}, .rules = {}, .problems = {}}).state == State::error);
    node.tagged = true;
    finding = judge(Rights{.nodes = {node}, .rules = {}, .problems = {}});
    CHECK(finding.state == State::warning);
    CHECK(says(finding, "by this login"));
    node.file.reset();
    CHECK(judge(Rights{.nodes = {node}, .rules = {}, .problems = {}}).state == State::error);
}

TEST_CASE("udev's own notes say whether a device is tagged") {
    const Machine machine;
    plug_in(machine, "hidraw3", index_uevent, 0600);
    CHECK_FALSE(find_rights(machine.probe()).nodes.front().tagged);
    machine.write("/run/udev/data/c240:3", "E:A=B\nG:seat\n");
    CHECK(find_rights(machine.probe()).nodes.front().tagged == false);
    machine.write("/run/udev/data/c240:3", "G:uaccess\nQ:uaccess\nV:1\n");
    CHECK(find_rights(machine.probe()).nodes.front().tagged == true);
}

TEST_CASE("an examination has each check once, and something to say of it") {
    const Machine machine;
    auto probe = machine.probe();
    const auto ids = [&] {
        std::vector<std::string> found;
        for (const auto& finding : examine(probe)) {
            CHECK_FALSE(finding.evidence.empty());
            found.push_back(finding.id);
        }
        return found;
    };
    const std::vector<std::string> all{
        "kernel", "headset", "compositor", "usb-rights", "vulkan", "openxr-runtime", "monado"
    };
    CHECK(ids() == all);
    probe.vulkan = {};
    CHECK(ids() == all);
    CHECK(examine(probe)[4].state == State::unknown);
}

TEST_CASE("the worst state counts") {
    CHECK(worse(State::ok, State::unknown) == State::unknown);
    CHECK(worse(State::warning, State::unknown) == State::warning);
    CHECK(worse(State::error, State::warning) == State::error);
    CHECK(to_string(State::unknown) == "unknown");
}

} // namespace
} // namespace exwm_vr::doctor
