// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/gpu/device.hpp"
#include "passthrough/launch/guest_ids.hpp"
#include "passthrough/launch/idmap.hpp"
#include "passthrough/policy/mechanisms.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace exwm_vr::launch {

/// A character device of the host.
struct Node {
    std::string path;        ///< "/dev/dri/renderD128"
    std::string stable_name; ///< a link that leads to it after a reboot, too; empty: none known
    std::string subsystem;   ///< the kernel's class of it, "tty"; empty: not known
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::uint32_t mode = 0660; ///< permission bits

    friend bool operator==(const Node&, const Node&) = default;
};

/// A PCI function that shares an IOMMU group with a GPU.
struct PciFunction {
    std::string address;            ///< "0000:01:00.0"
    std::uint32_t device_class = 0; ///< as sysfs has it, 0x030000
    std::string driver;             ///< empty: none
    friend bool operator==(const PciFunction&, const PciFunction&) = default;
};

/// A GPU and what of it can be given away.
struct HostGpu {
    gpu::Device device;
    std::optional<Node> card;
    std::optional<Node> render;
    std::optional<unsigned> iommu_group;
    std::vector<PciFunction> group;     ///< all of its members, this GPU's too, less bridges
    std::vector<std::string> not_away;  ///< why it cannot be given to a machine; empty: it can
    std::vector<std::string> not_ready; ///< what is to be done before, or known; with remedies
    bool isolation_void = false; ///< the host is set up so that the IOMMU keeps it from nothing
    std::string nvidia_cdi;      ///< the name for it in NVIDIA's own CDI specification
    std::vector<std::string> nvidia_nodes;  ///< which that puts into containers; empty: not known
    std::vector<std::string> vram_regions;  ///< its memory, as cgroup dmem knows it; empty: not
    std::vector<std::string> virtual_parts; ///< SR-IOV functions that are there, by address
    bool is_part = false;                   ///< it is such a function itself
    bool vram_quota = false;                ///< whose memory the host may set
    bool exec_quantum = false;              ///< likewise its time
};

/// A part of a GPU that its driver has made and that has a name of its own.
struct GpuPart {
    enum class Kind : std::uint8_t {
        mediated, ///< for a virtual machine, by VFIO; its name is a UUID
        instance, ///< of an NVIDIA GPU (MIG), for containers; "MIG-…"
    };

    Kind kind = Kind::mediated;
    std::string name;
    std::optional<unsigned> iommu_group;   ///< mediated
    std::vector<std::string> nvidia_nodes; ///< instance: what NVIDIA's specification has for it

    friend bool operator==(const GpuPart&, const GpuPart&) = default;
};

/// Whether @p name is one that a part would have, and of which kind.
[[nodiscard]] std::optional<GpuPart::Kind> part_kind(std::string_view name);

/// "11.1.2" as numbers, so that 11.10 is more than 11.9. What follows them is left out.
struct Version {
    std::vector<unsigned> numbers;

    friend auto operator<=>(const Version&, const Version&) = default;
    friend bool operator==(const Version&, const Version&) = default;
};

/// The first version number in @p text, nothing when there is none.
[[nodiscard]] std::optional<Version> version_in(std::string_view text);
[[nodiscard]] std::string to_string(const Version& version);

/// QEMU as it is installed.
struct Qemu {
    std::optional<Version> version;
    /// Devices that it has, of those that matter here, with their properties.
    std::map<std::string, std::set<std::string>> devices;
    std::set<std::string> displays;
    bool has_kvm = false; ///< machines run by /dev/kvm
};

/// What a plan has to know of the machine that it is for. Plain data, so that a plan for another
/// machine, or one made up by a test, is made as one for this.
struct Host {
    std::string architecture = "x86_64";
    std::optional<Version> kernel;
    std::uint32_t uid = 1000;
    std::uint32_t gid = 1000;
    std::string user = "user";
    std::string home = "/home/user";
    std::set<std::uint32_t> groups; ///< the user's
    std::vector<IdRange> subuids;   ///< the user's lines in /etc/subuid
    std::vector<IdRange> subgids;
    std::vector<IdRange> others_ids; ///< of both, those of others; and of users and groups
    RootsIds roots_ids;              ///< for containers of root's daemons
    policy::Mechanisms mechanisms;   ///< for guests of the user's, whatever their GPU
    bool selinux = false;
    bool systemd = false;                  ///< the host was started by it
    std::optional<std::uint64_t> lockable; ///< bytes that the user may lock; nothing: all there are
    bool no_profiles = false; ///< the kernel has AppArmor, and nothing here loads its profiles

    std::vector<HostGpu> gpus;
    std::vector<GpuPart> parts; ///< those that a guest asks for and are there
    std::vector<Node> inputs;   ///< below /dev/input, event nodes
    std::vector<Node> serials;  ///< those that a guest asks for and are there
    std::optional<Node> uinput;
    std::string seat_socket; ///< seatd's; empty: it does not run
    std::optional<std::uint32_t> seat_socket_gid;

    Qemu qemu;
    std::optional<Version> virglrenderer;
    std::string render_server; ///< virglrenderer's program for contexts apart; empty: not there
    std::string firmware;      ///< UEFI for virtual machines; empty: not there
    std::map<std::string, Version> tools; ///< "podman", as far as they were asked
};

/// What the person who asks says beside what the guest's description does.
struct Wishes {
    std::string wayland_socket; ///< on the host, for the guest's programs or a nested compositor
    std::string mode;           ///< "venus"; empty: by rule
    std::map<std::string, std::uint32_t> guest_groups; ///< of /etc/group in the guest's root
    std::string guest_root;          ///< a container's root file system, for LXC and nspawn
    std::vector<std::string> guests; ///< names of all that are described, to keep their ids apart
};

} // namespace exwm_vr::launch
