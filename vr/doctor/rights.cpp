// SPDX-License-Identifier: MIT
#include "vr/doctor/rights.hpp"

#include "vr/doctor/text.hpp"
#include "vr/doctor/usb_devices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <ranges>

namespace exwm_vr::doctor {

namespace {

constexpr std::size_t rules_limit = 1024 * 1024;
constexpr std::size_t device_limit = 64 * 1024;
constexpr mode_t for_others = 0002; // may write
// In this file udev gives devices with the tag away; a tag that comes later has no effect.
constexpr std::string_view seat_rules = "73-seat-late.rules";
constexpr std::string_view advice_rules =
    "install rules that tag VR devices uaccess (packages xr-hardware, steam-devices), then plug "
    "the headset in anew";

/// Whether one of a pattern's alternatives is a vendor of headsets: "28de|0bb4", "*:28DE:*".
bool names_vendor(std::string_view pattern) {
    return std::ranges::any_of(std::views::split(pattern, '|'), [](const auto alternative) {
        return std::ranges::any_of(std::views::split(alternative, ':'), [](const auto word) {
            return find_usb_vendor(lower(std::string_view(word))) != nullptr;
        });
    });
}

bool matches_vendor(const RulePart& part) {
    if (part.operation != "==") {
        return false;
    }
    const bool attribute =
        (part.key == "ATTRS" || part.key == "ATTR") && part.attribute == "idVendor";
    const bool variable = part.key == "ENV" && part.attribute == "ID_VENDOR_ID";
    const bool kernel = part.key == "KERNELS" || part.key == "KERNEL";
    return (attribute || variable || kernel) && names_vendor(part.value);
}

/// Whether a product that the rule asks for is none of a headset's.
bool other_product(const UdevRule& rule) {
    std::string vendor;
    std::string product;
    for (const auto& part : rule) {
        if (part.operation == "==" && part.attribute == "idVendor") {
            vendor = lower(part.value);
        } else if (part.operation == "==" && part.attribute == "idProduct") {
            product = lower(part.value);
        }
    }
    std::uint32_t number = 0;
    constexpr int base = 16;
    const char* const end = std::to_address(product.end());
    const auto [stop, error] = std::from_chars(product.data(), end, number, base);
    const auto* const kind = find_usb_vendor(vendor);
    // A pattern may well mean a headset.
    return kind != nullptr && error == std::errc() && stop == end &&
           find_usb_kind(kind->vendor, number) == nullptr;
}

std::optional<mode_t> octal(std::string_view text) {
    mode_t mode = 0;
    constexpr int base = 8;
    const char* const end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, mode, base);
    return error == std::errc() && stop == end ? std::optional(mode) : std::nullopt;
}

std::vector<UsbNode> find_nodes(const Probe& probe) {
    const std::string folder = "/sys/class/hidraw/";
    std::vector<UsbNode> nodes;
    for (const auto& name : probe.files.list(folder)) {
        const auto text = probe.files.read(folder + name + "/device/uevent", device_limit);
        const auto device = text ? read_hid_uevent(*text) : std::nullopt;
        const auto* kind = device ? find_usb_kind(device->vendor, device->product) : nullptr;
        if (kind == nullptr) {
            continue;
        }
        UsbNode node{
            .path = "/dev/" + name,
            .name = device->name.empty() ? std::string(kind->name) : device->name,
            .file = probe.files.look_at("/dev/" + name),
            .tagged = {},
        };
        const auto number = probe.files.read(folder + name + "/dev", device_limit);
        const auto known = probe.files.read(
            formatted("/run/udev/data/c{}", trimmed(number.value_or(""))), device_limit
        );
        if (known) {
            node.tagged = known->contains(":uaccess\n") || known->ends_with(":uaccess");
        }
        nodes.push_back(std::move(node));
    }
    return nodes;
}

/// Rule files by name: of those with the same, only the first folder's is read.
std::map<std::string, std::string> rule_files(const Probe& probe) {
    std::map<std::string, std::string> files;
    for (const auto* folder :
         {"/etc/udev/rules.d",
          "/run/udev/rules.d",
          "/usr/local/lib/udev/rules.d",
          "/usr/lib/udev/rules.d",
          "/lib/udev/rules.d"}) {
        for (const auto& name : probe.files.list(folder)) {
            if (name.ends_with(".rules")) {
                files.try_emplace(name, std::string(folder) + '/' + name);
            }
        }
    }
    return files;
}

} // namespace

std::optional<VrRule> about_headsets(const UdevRule& rule, const std::string& file) {
    if (std::ranges::none_of(rule, matches_vendor) || other_product(rule)) {
        return std::nullopt;
    }
    VrRule found{.file = file};
    for (const auto& part : rule) {
        found.seat |= part.key == "TAG" && part.operation == "+=" && part.value == "uaccess";
        found.world |= part.key == "MODE" && (octal(part.value).value_or(0) & for_others) != 0;
    }
    const auto name = file.substr(file.rfind('/') + 1);
    found.late = found.seat && name >= seat_rules;
    return found.seat || found.world ? std::optional(found) : std::nullopt;
}

Rights find_rights(const Probe& probe) {
    Rights rights{.nodes = find_nodes(probe), .rules = {}, .problems = {}};
    for (const auto& [name, path] : rule_files(probe)) {
        const auto facts = probe.files.look_at(path);
        if (!facts || !facts->regular) {
            continue; // a link to /dev/null switches it off
        }
        const auto text = probe.files.read(path, rules_limit);
        if (!text) {
            rights.problems.push_back(text.error().message);
            continue;
        }
        for (const auto& rule : read_udev_rules(*text)) {
            auto found = about_headsets(rule, path);
            // A file has one for each device, mostly.
            if (found && (rights.rules.empty() || rights.rules.back().file != path)) {
                rights.rules.push_back(*std::move(found));
            } else if (found) {
                rights.rules.back().seat |= found->seat;
                rights.rules.back().late |= found->late;
                rights.rules.back().world |= found->world;
            }
        }
    }
    return rights;
}

namespace {

/// What is said of a device; the state that it leads to.
State judge_node(const UsbNode& node, Finding& finding) {
    const auto say = [&](std::string_view what) {
        finding.evidence.push_back(formatted("{} ({}) {}", node.path, node.name, what));
    };
    if (!node.file) {
        say("does not exist");
        finding.advice = "see whether udev runs here";
        return State::error;
    }
    if ((node.file->mode & for_others) != 0) {
        say(formatted("is open to everybody (mode {:04o})", node.file->mode));
        finding.advice = "remove rules with MODE=\"0666\": whoever can run anything here could "
                         "read and steer the device; tag it uaccess instead";
        return State::error;
    }
    if (node.file->usable) {
        say("may be used");
        return State::ok;
    }
    if (node.tagged == true) {
        say("is for who sits at this machine, which you do not by this login");
        finding.advice = "run this in a session at the machine itself";
        return State::warning;
    }
    say(formatted("may not be used (mode {:04o})", node.file->mode));
    finding.advice = advice_rules;
    return State::error;
}

State judge_rules(const Rights& rights, Finding& finding) {
    State state = State::ok;
    bool any = false;
    for (const auto& rule : rights.rules) {
        any |= rule.seat && !rule.late;
        if (rule.late) {
            finding.evidence.push_back(
                formatted("{} tags devices uaccess too late for any effect", rule.file)
            );
            finding.advice = "rename it so that it comes before 73-seat-late.rules";
            state = worse(state, State::warning);
        }
        if (rule.world) {
            finding.evidence.push_back(
                formatted("{} opens VR devices to everybody (MODE)", rule.file)
            );
            finding.advice = "replace its MODE by TAG+=\"uaccess\"";
            state = worse(state, State::warning);
        }
        if (rule.seat && !rule.late) {
            finding.evidence.push_back(
                formatted("{} gives VR devices to who sits at this machine", rule.file)
            );
        }
    }
    if (!any && rights.nodes.empty()) {
        finding.evidence.emplace_back("no udev rule gives VR devices to who sits at this machine");
        if (state == State::ok) {
            finding.advice = advice_rules;
        }
        state = worse(state, State::warning);
    }
    return state;
}

} // namespace

Finding judge(const Rights& rights) {
    Finding finding{.id = "usb-rights", .state = State::ok};
    finding.state = judge_rules(rights, finding);
    for (const auto& node : rights.nodes) {
        finding.state = worse(finding.state, judge_node(node, finding));
    }
    for (const auto& problem : rights.problems) {
        finding.evidence.push_back(problem);
        finding.state = worse(finding.state, State::unknown);
    }
    if (rights.nodes.empty()) {
        finding.evidence.emplace_back("no USB device of a headset is plugged in");
    }
    return finding;
}

} // namespace exwm_vr::doctor
