// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::environment {

/// What a rule says something about.
enum class Axis : std::uint8_t {
    hypervisor, ///< this machine is virtual
    host,       ///< this is the part of a hypervisor that holds its guests, not a guest
    nested,     ///< the hypervisor is itself in a virtual machine
    container,
    sandbox,
    no_container, ///< somebody says that this is no container
    fact,
};

/// How much a rule is worth alone. Images carry files and variables of the containers that they
/// were made in or for, so such a one needs the kernel's word.
enum class Weight : std::uint8_t {
    hint,     ///< nothing, without another sign
    marker,   ///< it counts when namespaces do not say otherwise
    evidence, ///< it is enough
};

/// How an answer is compared with `Condition::text`, blanks around it left out of account.
enum class Match : std::uint8_t {
    exists,   ///< the thing is there
    absent,   ///< it is known not to be
    equals,   ///< all of it
    prefix,   ///< its beginning
    contains, ///< a part of it
    contains_any_case,
    lacks,        ///< it has no such part, or is absent
    word,         ///< one of its words: blanks and zeros are between them
    word_prefix,  ///< the beginning of a word
    long_id,      ///< the text, and right behind it an identifier of 64 hex digits
    signature,    ///< one of its 12-byte parts; @p text may be shorter, zeros follow then
    bit,          ///< bit `number` is set; the lowest one of the first byte is bit 0
    no_clear_bit, ///< that bit is not seen to be clear: also when it cannot be seen
    hex_bit,      ///< bit `number` of the hex number that it is
    manager,      ///< what a container's manager calls itself, which is then what is found
    set,          ///< known and not empty
    empty,        ///< known and empty
    differs,      ///< another answer than that to `other`
    same,
};

/// Holds when it holds for one of the questions.
struct Condition {
    std::vector<Question> of;
    Match match = Match::exists;
    std::string_view text;
    unsigned number = 0;
    Question other;
};

/// When all conditions hold, this is @p id.
struct Rule {
    std::string_view name; ///< unique: "dmi-qemu"
    Axis axis = Axis::fact;
    std::string_view id; ///< empty: the manager that the answer names
    Weight weight = Weight::evidence;
    std::string_view means; ///< for people: "its firmware is QEMU's"
    std::vector<Condition> when;
    std::string_view accelerator = {}; ///< of a hypervisor, where the rule tells
};

/// All rules. The order is that of belief: of two hypervisors the earlier one is taken.
[[nodiscard]] std::span<const Rule> rules();

// The parts of it, one a file.
[[nodiscard]] std::vector<Rule> firmware_rules();  ///< hypervisors by SMBIOS and ACPI
[[nodiscard]] std::vector<Rule> processor_rules(); ///< by CPUID and what kernels tell
[[nodiscard]] std::vector<Rule> device_rules();    ///< by their devices: less sure
[[nodiscard]] std::vector<Rule> container_rules();
[[nodiscard]] std::vector<Rule> sandbox_rules();
[[nodiscard]] std::vector<Rule> fact_rules();

/// What a container's manager writes about itself, as we call it: "lxc-libvirt" is "lxc". What
/// nobody knows is "container-other"; empty text is nobody.
[[nodiscard]] std::string_view manager_called(std::string_view text);

[[nodiscard]] std::string_view to_string(Axis axis);
[[nodiscard]] std::string_view to_string(Weight weight);

} // namespace exwm_vr::environment
