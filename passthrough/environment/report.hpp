// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/match.hpp"
#include "passthrough/environment/probe.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::environment {

/// Whether something is there. `unknown` when what would tell cannot be read: never taken for none.
enum class State : std::uint8_t { none, found, unknown };

enum class Certainty : std::uint8_t {
    unconfirmed, ///< a sign that anything can leave behind, and namespaces cannot be read
    likely,      ///< such a sign, and namespaces fit
    certain,
};

/// A rule that holds, and why.
struct Sign {
    const Rule* rule = nullptr;
    std::vector<Evidence> evidence;
};

struct Hypervisor {
    enum class Role : std::uint8_t { guest, host, partition };

    State state = State::unknown;
    Role role =
        Role::guest; ///< when found. A host may be a guest of another: then `host_of` is set
    std::string id;  ///< the most specific name: "firecracker"
    std::string accelerator; ///< what runs its instructions: "kvm"; empty when that is not known
    std::string host_of;     ///< "xen" in its dom0: holds guests, is none of this one
    Truth nested = Truth::unknown; ///< the hypervisor is in a virtual machine itself
    std::vector<Sign> signs;
};

/// One container or sandbox.
struct Layer {
    std::string id;
    Certainty certainty = Certainty::certain;
    std::vector<Sign> signs;
};

struct Layers {
    State state = State::unknown;
    std::vector<Layer> layers;              ///< outermost first
    std::vector<Layer> dismissed;           ///< signs that something else contradicts
    std::vector<std::string> not_ruled_out; ///< what could be, but cannot be seen
};

/// Something else worth knowing: "kubernetes", "flatpak-gpu".
struct Fact {
    std::string id;
    std::vector<Sign> signs;
};

struct Namespace {
    std::string name; ///< "pid"
    std::string inode;
    Truth initial = Truth::unknown; ///< it is the machine's own
};

/// What this process may do. Absent values could not be read.
struct Privileges {
    std::optional<std::uint32_t> uid;        ///< effective
    std::optional<std::uint64_t> effective;  ///< capabilities, a bit each
    std::optional<std::uint64_t> bounding;   ///< capabilities that can be had
    std::optional<unsigned> last_capability; ///< the highest that the kernel knows
    std::optional<bool> no_new_privileges;   ///< set-uid programs have no effect
    std::optional<unsigned> seccomp;         ///< 0 off, 1 strict, 2 filtered
    std::optional<unsigned> seccomp_filters;
    std::optional<std::string> uid_map, gid_map; ///< "INSIDE OUTSIDE COUNT" a line
    Truth machine_root = Truth::unknown;         ///< may do all that the machine's root may
};

/// What a rule could not be told, and by which answer.
struct Unseen {
    const Rule* rule = nullptr;
    std::vector<Evidence> evidence;
};

struct Report {
    std::string architecture;
    Hypervisor hypervisor;
    Layers containers;
    Layers sandboxes;
    std::vector<Fact> facts;
    std::vector<Namespace> namespaces;
    Privileges privileges;
    std::vector<Unseen> unseen;
    std::vector<std::string> notes; ///< for people: what to keep in mind about the above
};

/// Applies all rules to what @p machine says.
[[nodiscard]] Report examine(Probe& machine);

// The parts of it.
[[nodiscard]] Hypervisor judge_hypervisor(std::span<const Finding> findings, Probe& probe);
[[nodiscard]] Layers judge_containers(
    std::span<const Finding> findings,
    std::span<const Namespace> namespaces,
    const Layers& sandboxes,
    Probe& probe
);
[[nodiscard]] Layers judge_sandboxes(std::span<const Finding> findings);
[[nodiscard]] std::vector<Namespace> read_namespaces(Probe& probe);
[[nodiscard]] Privileges read_privileges(std::span<const Namespace> namespaces, Probe& probe);

/// "CAP_SYS_ADMIN"; "CAP_63" for one without a name.
[[nodiscard]] std::string capability_name(unsigned number);

/// Whether the mounts, names or processes seen from here are other ones than the machine's.
[[nodiscard]] Truth set_apart(std::span<const Namespace> namespaces);

[[nodiscard]] std::string_view to_string(State state);
[[nodiscard]] std::string_view to_string(Certainty certainty);
[[nodiscard]] std::string_view to_string(Hypervisor::Role role);
[[nodiscard]] std::string_view to_string(Truth truth);

} // namespace exwm_vr::environment
