// SPDX-License-Identifier: MIT
#include "passthrough/launch/read_host.hpp"

#include "base/apart.hpp"
#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/launch/host_nodes.hpp"
#include "passthrough/launch/nvidia_cdi.hpp"
#include "passthrough/vfio/ready.hpp"

#include <fcntl.h>
#include <linux/kvm.h>
#include <linux/openat2.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <tuple>
#include <utility>

namespace exwm_vr::launch {
namespace {

constexpr std::size_t most_text = 1U << 18U;
constexpr std::string_view pci_prefix = "pci-";

std::string text_of(const std::string& path) {
    auto answer = environment::read_file(path, most_text);
    return answer.known() ? std::move(answer.text) : std::string();
}

std::optional<Node> node_of(const gpu::Gpu& gpu, const std::string& path) {
    for (const auto& file : gpu.details.nodes) {
        if (file.path == path && file.present) {
            return Node{
                .path = file.path,
                .stable_name = file.by_path,
                .subsystem = "drm",
                .major = file.major,
                .minor = file.minor,
                .uid = file.uid,
                .gid = file.gid,
                .mode = file.mode
            };
        }
    }
    return std::nullopt;
}

/// What can be mended while the machine runs is no reason against a plan; what the machine is, is.
bool is_lasting(const gpu::Finding& finding) {
    constexpr std::array<std::string_view, 4> lasting{"bus", "iommu", "group", "siblings"};
    return finding.severity == gpu::Severity::error && std::ranges::contains(lasting, finding.id);
}

void look_at_giving(const gpu::Tree& tree, const gpu::Gpu& gpu, HostGpu& result) {
    // How much may be locked is compared with what a machine has, once that is known; the plan says
    // itself what drivers have to let go of.
    constexpr std::array<std::string_view, 2> others{"locked-memory", "viable"};
    const auto findings = vfio::readiness(tree, gpu, std::nullopt);
    const bool no_iommu = std::ranges::any_of(findings, [](const auto& finding) {
        return finding.id == "iommu" && finding.severity == gpu::Severity::error;
    });
    result.isolation_void = std::ranges::any_of(findings, [](const auto& finding) {
        return (finding.id == "isolation" || finding.id == "iommu-bypass") &&
               finding.severity != gpu::Severity::ok;
    });
    for (const auto& finding : findings) {
        const bool follows = finding.id == "group" && no_iommu;
        if (finding.remedy.empty() || follows || std::ranges::contains(others, finding.id)) {
            continue;
        }
        auto& list = is_lasting(finding) ? result.not_away : result.not_ready;
        list.push_back(formatted("{}; {}", joined(finding.evidence, ", "), finding.remedy));
    }
}

/// What a program prints, or nothing when it does not end soon.
std::string output_of(const std::string& command) {
    constexpr std::chrono::seconds patience{10};
    const auto text = call_apart(
        [&] {
            struct Close {
                void operator()(std::FILE* pipe) const { pclose(pipe); }
            };

            const std::unique_ptr<std::FILE, Close> pipe(
                // NOLINTNEXTLINE(bugprone-command-processor): all words are ours
                popen((command + " 2>&1 </dev/null").c_str(), "re")
            );
            std::string output;
            std::array<char, 4096> part{};
            while (pipe) {
                const auto count = std::fread(part.data(), 1, part.size(), pipe.get());
                if (count == 0) {
                    break;
                }
                output.append(part.data(), count);
            }
            return output;
        },
        patience,
        most_text
    );
    return text.value_or("");
}

/// The name of the library, "libvirglrenderer.so.1.8.19", says nothing of its release. Its package
/// does, in whichever way the distribution's packages are asked.
std::optional<Version> virglrenderer_version() {
    for (const auto* command :
         {"pkg-config --modversion virglrenderer",
          "dpkg-query -W -f '${Version}' libvirglrenderer1",
          "rpm -q --queryformat '%{VERSION}' virglrenderer",
          "pacman -Q virglrenderer"}) {
        if (auto version = version_in(output_of(command))) {
            return version;
        }
    }
    return std::nullopt;
}

/// The node alone says little: where the machine is virtual itself, there may be one that makes no
/// machines, or such as run nothing.
bool kvm_runs_machines(const std::string& architecture) {
    const Fd kvm(open("/dev/kvm", O_RDWR | O_CLOEXEC));
    if (!kvm || !Fd(ioctl(kvm.get(), KVM_CREATE_VM, 0))) {
        return false;
    }
    const auto processor = text_of("/proc/cpuinfo");
    return architecture != "x86_64" || processor.contains(" vmx ") || processor.contains(" svm ");
}

void look_at_machines(Host& host) {
    const auto qemu = "qemu-system-" + host.architecture;
    host.qemu.version = version_in(output_of(qemu + " --version"));
    if (host.qemu.version) {
        for (const auto* device : {"virtio-gpu-pci", "virtio-gpu-gl-pci", "vfio-pci"}) {
            const auto text = output_of(qemu + " -device " + device + ",help");
            if (!text.contains("not found") && !text.contains("not a valid")) {
                host.qemu.devices[device] = properties_in(text);
            }
        }
        const auto displays = output_of(qemu + " -display help");
        for (const auto* display : {"none", "egl-headless", "gtk", "sdl"}) {
            if (displays.contains(std::string("\n") + display + "\n")) {
                host.qemu.displays.insert(display);
            }
        }
    }
    host.qemu.has_kvm = kvm_runs_machines(host.architecture);
    host.virglrenderer = virglrenderer_version();
    for (const auto* path :
         {"/usr/libexec/virgl_render_server", "/usr/local/libexec/virgl_render_server"}) {
        if (host.render_server.empty() && access(path, X_OK) == 0) {
            host.render_server = path;
        }
    }
    constexpr std::array<std::pair<std::string_view, const char*>, 6> firmware{
        {{"x86_64", "/usr/share/ovmf/OVMF.fd"},
         {"x86_64", "/usr/share/edk2/ovmf/OVMF_CODE.fd"},
         {"x86_64", "/usr/share/edk2/x64/OVMF.4m.fd"},
         {"aarch64", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd"},
         {"aarch64", "/usr/share/edk2/aarch64/QEMU_EFI.fd"},
         {"aarch64", "/usr/share/AAVMF/AAVMF_CODE.fd"}}
    };
    for (const auto& [architecture, path] : firmware) {
        if (host.architecture == architecture && host.firmware.empty() && access(path, R_OK) == 0) {
            host.firmware = path;
        }
    }
}

void look_at_user(Host& host) {
    host.uid = geteuid();
    host.gid = getegid();
    host.user = std::to_string(host.uid);
    if (const auto* const entry = getpwuid(host.uid); entry != nullptr) {
        host.user = entry->pw_name;
        host.home = entry->pw_dir;
    }
    const int count = getgroups(0, nullptr);
    std::vector<gid_t> groups(count > 0 ? static_cast<std::size_t>(count) : 0);
    if (count > 0 && getgroups(count, groups.data()) >= 0) {
        host.groups.insert(groups.begin(), groups.end());
    }
    host.groups.insert(host.gid);
    auto& roots = host.roots_ids;
    for (const auto& [file, own, of_root] :
         {std::tuple("/etc/subuid", &host.subuids, &roots.uids),
          std::tuple("/etc/subgid", &host.subgids, &roots.gids)}) {
        const auto text = text_of(file);
        *own = ranges_in(text, host.user, host.uid);
        *of_root = ranges_in(text, "root", 0);
        host.others_ids.append_range(ranges_of_others(text, host.user, host.uid));
        roots.taken.append_range(ranges_of_others(text, "root", 0));
    }
    for (const auto* file : {"/etc/passwd", "/etc/group"}) {
        const auto ids = ids_in(text_of(file));
        host.others_ids.append_range(ids);
        roots.taken.append_range(ids);
    }
    host.mechanisms = policy::gather("/", "", host.uid);
}

void look_at_seat(Host& host) {
    for (const auto* path : {"/run/seatd.sock", "/var/run/seatd.sock"}) {
        struct stat status{};
        if (host.seat_socket.empty() && stat(path, &status) == 0 && S_ISSOCK(status.st_mode)) {
            host.seat_socket = path;
            host.seat_socket_gid = status.st_gid;
        }
    }
}

} // namespace

HostGpu host_gpu(const gpu::Tree& tree, const gpu::Gpu& gpu, std::uint32_t user) {
    HostGpu result;
    result.device = gpu.device;
    result.card = node_of(gpu, gpu.device.card);
    result.render = node_of(gpu, gpu.device.render);
    const auto& details = gpu.details;
    if (details.iommu_group) {
        result.iommu_group = details.iommu_group->value.number;
        for (const auto& member : details.iommu_group->value.members) {
            if (!member.is_bridge()) {
                result.group.push_back(
                    {.address = member.address,
                     .device_class = member.device_class,
                     .driver = member.driver}
                );
            }
        }
    }
    if (result.device.bus.starts_with(pci_prefix)) {
        const auto address = result.device.bus.substr(pci_prefix.size());
        const auto mechanisms = policy::gather(tree.at("/"), address, user);
        result.vram_regions = policy::vram_regions(tree.at("/"), address);
        result.is_part = mechanisms.partition;
        result.vram_quota = mechanisms.vram_quota;
        result.exec_quantum = mechanisms.exec_quantum;
    }
    look_at_giving(tree, gpu, result);
    if (details.vendor && details.vendor->value == gpu::Vendor::nvidia && details.uuid &&
        result.device.driver.starts_with("nvidia")) {
        result.nvidia_cdi = "nvidia.com/gpu=" + details.uuid->value;
        result.nvidia_nodes = cdi_nodes_here(result.nvidia_cdi);
    }
    if (details.virtual_functions) {
        result.virtual_parts = details.virtual_functions->value.functions;
    }
    return result;
}

std::vector<GpuPart> parts_of(const gpu::Tree& tree, const std::vector<std::string>& names) {
    std::vector<GpuPart> parts;
    for (const auto& name : names) {
        const auto kind = part_kind(name);
        if (kind == GpuPart::Kind::instance) {
            if (auto nodes = cdi_nodes_here("nvidia.com/gpu=" + name); !nodes.empty()) {
                parts.push_back({.kind = *kind, .name = name, .nvidia_nodes = std::move(nodes)});
            }
        } else if (kind && tree.exists("/sys/bus/mdev/devices/" + name)) {
            GpuPart part{.kind = *kind, .name = name};
            const auto group =
                gpu::number_in(tree.link_name("/sys/bus/mdev/devices/" + name + "/iommu_group"));
            if (group) {
                part.iommu_group = static_cast<unsigned>(*group);
            }
            parts.push_back(std::move(part));
        }
    }
    return parts;
}

Host read_host(const Look& look) {
    Host host;
    utsname names{};
    if (uname(&names) == 0) {
        host.architecture = names.machine;
        host.kernel = version_in(names.release);
    }
    std::error_code ignored;
    host.systemd = std::filesystem::is_directory("/run/systemd/system", ignored);
    host.no_profiles = text_of("/sys/module/apparmor/parameters/enabled").starts_with('Y') &&
                       access("/usr/sbin/apparmor_parser", X_OK) != 0 &&
                       access("/sbin/apparmor_parser", X_OK) != 0;
    host.selinux = access("/sys/fs/selinux/enforce", F_OK) == 0;
    look_at_user(host);
    look_at_seat(host);
    host.lockable = vfio::lockable_bytes();
    const gpu::Tree tree;
    for (const auto& gpu : gpu::survey_machine()) {
        host.gpus.push_back(host_gpu(tree, gpu, host.uid));
    }
    host.inputs = nodes_at(look.inputs, input_names);
    host.serials = nodes_at(look.serials, serial_names);
    host.uinput = node_at("/dev/uinput", {});
    host.parts = parts_of(tree, look.gpus);
    if (look.machines) {
        look_at_machines(host);
    }
    return host;
}

Result<std::map<std::string, std::uint32_t>> groups_of_root(const std::string& root) {
    const Fd folder(open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder) {
        return fail("{}: {}", root, std::strerror(errno));
    }
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    how.resolve = RESOLVE_IN_ROOT;
    const Fd file(
        static_cast<int>(syscall(SYS_openat2, folder.get(), "etc/group", &how, sizeof(how)))
    );
    struct stat status{};
    if (!file || fstat(file.get(), &status) != 0) {
        return fail("{}/etc/group: {}", root, std::strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail("{}/etc/group is no regular file", root);
    }
    std::string text(most_text, '\0');
    const auto got = read(file.get(), text.data(), text.size());
    if (got < 0) {
        return fail("{}/etc/group: {}", root, std::strerror(errno));
    }
    text.resize(static_cast<std::size_t>(got));
    return groups_in(text);
}

} // namespace exwm_vr::launch
