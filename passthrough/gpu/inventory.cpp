// SPDX-License-Identifier: MIT
#include "passthrough/gpu/inventory.hpp"

#include "passthrough/gpu/virtio.hpp"

#include <xf86drm.h>

#include <libudev.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace exwm_vr::gpu {
namespace {

template <auto Release>
struct Releases {
    template <typename T>
    void operator()(T* object) const noexcept {
        Release(object);
    }
};

struct FreesDevice {
    void operator()(drmDevice* device) const noexcept { drmFreeDevice(&device); }
};

using Udev = std::unique_ptr<udev, Releases<udev_unref>>;
using UdevDevice = std::unique_ptr<udev_device, Releases<udev_device_unref>>;

std::string first_line(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

std::string property(udev_device* device, const char* name) {
    const char* value = device != nullptr ? udev_device_get_property_value(device, name) : nullptr;
    return value != nullptr ? value : "";
}

std::vector<Connector> connectors_of(const std::string& card) {
    std::vector<Connector> found;
    const auto prefix = card + '-';
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/sys/class/drm", error)) {
        const auto name = entry.path().filename().string();
        // Writeback connectors are no plugs.
        if (name.starts_with(prefix) && !name.contains("Writeback")) {
            found.push_back(
                {.name = name.substr(prefix.size()),
                 .connected = first_line(entry.path() / "status") == "connected"}
            );
        }
    }
    std::ranges::sort(found, {}, &Connector::name);
    return found;
}

std::string node_path(const drmDevice& device, int kind) {
    return (device.available_nodes & (1 << kind)) != 0 ? device.nodes[kind] : "";
}

/// The folders where a virtio device's own may be: itself, or what is on its bus.
std::vector<std::filesystem::path> virtio_folders(const std::filesystem::path& device) {
    std::error_code error;
    std::vector<std::filesystem::path> found{device};
    for (const auto& entry : std::filesystem::directory_iterator(device, error)) {
        if (entry.path().filename().string().starts_with("virtio")) {
            found.push_back(entry.path());
        }
    }
    return found;
}

/// Whether virtio-gpu has 3D, by what was agreed on with the host.
std::optional<bool> draws_3d(const std::filesystem::path& device) {
    for (const auto& folder : virtio_folders(device)) {
        if (const auto agreed = agreed_3d(first_line(folder / "features"))) {
            return agreed;
        }
    }
    return std::nullopt;
}

/// The kernel driver of a device. A virtio device's is one further down than that of its bus, and
/// devices without hardware are named after theirs on a bus whose driver is always the same.
std::string driver_of(const std::filesystem::path& device) {
    std::error_code error;
    const auto name = [&](const std::filesystem::path& of) {
        return std::filesystem::read_symlink(of / "driver", error).filename().string();
    };
    const auto driver = name(device);
    if (driver == "virtio-pci") {
        for (const auto& entry : std::filesystem::directory_iterator(device, error)) {
            if (entry.path().filename().string().starts_with("virtio")) {
                return name(entry.path());
            }
        }
    }
    const auto own = std::filesystem::canonical(device, error).filename().string();
    return own == "vkms" || own == "vgem" ? own : driver;
}

/// A device by its nodes, of which one may be empty, and the number of one of them.
Device describe(const std::string& card, const std::string& render, dev_t number, udev* context) {
    Device device;
    device.card = card;
    device.render = render;
    const std::filesystem::path sysfs = "/sys/dev/char/" + std::to_string(major(number)) + ':' +
                                        std::to_string(minor(number)) + "/device";
    std::error_code error;
    device.driver = driver_of(sysfs);
    if (device.driver == "virtio_gpu") {
        device.draws_3d = draws_3d(sysfs);
    }
    device.bus = std::filesystem::canonical(sysfs, error).filename().string();
    if (std::filesystem::read_symlink(sysfs / "subsystem", error).filename() == "pci") {
        device.bus = "pci-" + device.bus;
    }
    device.boot_display = first_line(sysfs / "boot_vga") == "1";
    const UdevDevice known(udev_device_new_from_devnum(context, 'c', number));
    if (const auto seat = property(known.get(), "ID_SEAT"); !seat.empty()) {
        device.seat = seat;
    }
    if (known) {
        // A virtio device's identity is one further up, on the PCI bus.
        auto* parent = udev_device_get_parent_with_subsystem_devtype(known.get(), "pci", nullptr);
        device.name = property(parent, "ID_MODEL_FROM_DATABASE");
        const char* bus = parent != nullptr ? udev_device_get_sysname(parent) : nullptr;
        if (bus != nullptr) {
            device.bus = std::string("pci-") + bus;
            device.boot_display =
                first_line(std::filesystem::path(udev_device_get_syspath(parent)) / "boot_vga") ==
                "1";
        }
    }
    if (!device.card.empty()) {
        const auto name = std::filesystem::path(device.card).filename().string();
        device.boot_display |= first_line("/sys/class/drm/" + name + "/boot_display") == "1";
        device.connectors = connectors_of(name);
    }
    return device;
}

Device describe(const drmDevice& drm, udev* context) {
    const auto card = node_path(drm, DRM_NODE_PRIMARY);
    const auto render = node_path(drm, DRM_NODE_RENDER);
    struct stat status{};
    if (stat((card.empty() ? render : card).c_str(), &status) != 0) {
        Device device;
        device.card = card;
        device.render = render;
        return device;
    }
    return describe(card, render, status.st_rdev, context);
}

/// Cards that seatd opens for us, which need no node in our /dev: so it is in a container that has
/// its socket and no more.
bool seatd_opens_cards() {
    const char* const backend = std::getenv("LIBSEAT_BACKEND");
    return backend != nullptr && std::string_view(backend) == "seatd";
}

void add_cards_without_nodes(std::vector<Device>& devices, udev* context) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/sys/class/drm", error)) {
        const auto name = entry.path().filename().string();
        const UdevDevice known(
            udev_device_new_from_subsystem_sysname(context, "drm", name.c_str())
        );
        const dev_t number = known ? udev_device_get_devnum(known.get()) : 0;
        const auto path = "/dev/dri/" + name;
        if (!name.starts_with("card") || number == 0 ||
            std::ranges::contains(devices, path, &Device::card)) {
            continue; // connectors have no number
        }
        auto device = describe(path, "", number, context);
        const auto same = std::ranges::find(devices, device.bus, &Device::bus);
        if (same == devices.end()) {
            devices.push_back(std::move(device));
        } else if (same->card.empty()) {
            device.render = same->render;
            *same = std::move(device);
        }
    }
}

} // namespace

std::vector<Device> take_inventory() {
    const int count = std::max(0, drmGetDevices2(0, nullptr, 0));
    std::vector<drmDevice*> raw(static_cast<std::size_t>(count));
    const int filled = count > 0 ? drmGetDevices2(0, raw.data(), count) : 0;
    std::vector<std::unique_ptr<drmDevice, FreesDevice>> owned;
    owned.reserve(raw.size());
    for (int i = 0; i < filled; ++i) {
        owned.emplace_back(raw.at(static_cast<std::size_t>(i)));
    }
    if (owned.empty() && !seatd_opens_cards()) {
        return {};
    }
    const Udev context(udev_new());
    std::vector<Device> devices;
    devices.reserve(owned.size());
    for (const auto& device : owned) {
        devices.push_back(describe(*device, context.get()));
    }
    if (seatd_opens_cards()) {
        add_cards_without_nodes(devices, context.get());
    }
    const auto by_node = [](const Device& d) { return std::pair(d.card.empty(), d.card); };
    std::ranges::sort(devices, {}, by_node);
    return devices;
}

} // namespace exwm_vr::gpu
