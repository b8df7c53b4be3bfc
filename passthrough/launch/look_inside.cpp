// SPDX-License-Identifier: MIT
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/report.hpp"
#include "passthrough/gpu/survey.hpp"
#include "passthrough/launch/look_holds.hpp"
#include "passthrough/launch/own_init.hpp"
#include "passthrough/launch/verify.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace exwm_vr::launch {
namespace {

constexpr std::size_t most_nodes = 4096;

void add_node(const std::string& path, Inside& inside) {
    struct stat status{};
    // A link is another name of a node, not one more.
    if (lstat(path.c_str(), &status) == 0 && S_ISCHR(status.st_mode)) {
        inside.nodes.push_back(
            {.path = path,
             .major = major(status.st_rdev),
             .minor = minor(status.st_rdev),
             .usable = access(path.c_str(), R_OK | W_OK) == 0}
        );
    }
}

void add_folder(const std::string& folder, std::string_view prefix, Inside& inside) {
    std::error_code failed;
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const auto name = at->path().filename().string();
        if (name.starts_with(prefix) && inside.nodes.size() < most_nodes) {
            add_node(at->path().string(), inside);
        }
    }
}

} // namespace

void look_at_nodes(const std::string& dev, Inside& inside) {
    add_folder(dev + "/dri", "", inside);
    add_folder(dev + "/input", "", inside);
    add_folder(dev, "ttyUSB", inside);
    add_folder(dev, "ttyACM", inside);
    add_folder(dev, "nvidia", inside);
    add_folder(dev + "/nvidia-caps", "", inside); // one for each instance of a GPU
    add_folder(dev + "/nvidia-caps-imex-channels", "", inside);
    add_folder(dev + "/vfio", "", inside);
}

Inside look_inside(const Planned& planned) {
    Inside inside;
    environment::MachineProbe probe;
    const auto report = environment::examine(probe);
    inside.in_machine = report.hypervisor.state == environment::State::found;
    inside.in_container = report.containers.state == environment::State::found;
    if (!report.containers.layers.empty()) {
        inside.engine = report.containers.layers.back().id; // the innermost
    }
    look_at_holds(inside);
    look_at_nodes("/dev", inside);
    for (const auto* path : {"/dev/mem", "/dev/kmem", "/dev/uinput", "/dev/kvm"}) {
        add_node(path, inside);
    }
    for (const auto& node : planned.nodes) {
        const auto known = [&](const Inside::Found& found) { return found.path == node.path; };
        if (std::ranges::none_of(inside.nodes, known)) {
            add_node(node.path, inside);
        }
    }
    for (const auto& path : planned.nvidia_nodes) {
        if (!std::ranges::contains(inside.nodes, path, &Inside::Found::path)) {
            add_node(path, inside);
        }
    }
    for (const auto& planned_path : planned.sockets) {
        for (const auto& path : {planned_path, moved_path(planned_path)}) {
            struct stat status{};
            if (stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode) &&
                access(path.c_str(), R_OK | W_OK) == 0) {
                inside.sockets.push_back(path);
            }
        }
    }
    for (const auto& gpu : gpu::survey_machine()) {
        if (!gpu.device.driver.empty()) {
            inside.gpu_drivers.push_back(gpu.device.driver);
        }
    }
    inside.variable = [](const std::string& name) {
        const char* const value = std::getenv(name.c_str());
        return value == nullptr ? std::string() : std::string(value);
    };
    return inside;
}

} // namespace exwm_vr::launch
