// SPDX-License-Identifier: MIT
#include "passthrough/environment/cpu.hpp"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>
#endif

namespace exwm_vr::environment {

#if defined(__x86_64__) || defined(__i386__)
namespace {

using Registers = std::array<unsigned, 4>; // EAX, EBX, ECX, EDX

Registers read_leaf(unsigned leaf) {
    Registers r{};
    __cpuid_count(leaf, 0, r[0], r[1], r[2], r[3]);
    return r;
}

} // namespace

Answer cpuid_leaf(std::string_view leaf) {
    unsigned number = 0;
    leaf.remove_prefix(leaf.starts_with("0x") ? 2 : 0);
    const auto read = std::from_chars(leaf.data(), leaf.data() + leaf.size(), number, 16);
    if (read.ec != std::errc()) {
        return {.state = Answer::State::failed, .text = "not a leaf"};
    }
    const auto registers = read_leaf(number);
    std::string bytes(sizeof(registers), '\0');
    std::memcpy(bytes.data(), registers.data(), bytes.size());
    return {.state = Answer::State::known, .text = std::move(bytes)};
}

Answer hypervisor_signatures() {
    constexpr unsigned first = 0x40000000;
    constexpr unsigned end = 0x40010000;
    constexpr unsigned step = 0x100;
    constexpr unsigned hypervisor_bit = 1U << 31U;
    Answer answer{.state = Answer::State::known};
    if ((read_leaf(1)[2] & hypervisor_bit) == 0) {
        return answer; // these leaves are nobody's then, and hold what they like
    }
    for (unsigned base = first; base < end; base += step) {
        const auto registers = read_leaf(base);
        // Its last leaf, which is of this base; the first KVMs had 0 there.
        const bool own = registers[0] >= base && registers[0] < base + step;
        if (own || (base == first && registers[0] == 0)) {
            std::string signature(12, '\0');
            std::memcpy(signature.data(), &registers[1], signature.size());
            answer.text += signature;
        }
    }
    return answer;
}
#else
Answer cpuid_leaf(std::string_view) {
    return {.state = Answer::State::absent};
}

Answer hypervisor_signatures() {
    return {.state = Answer::State::absent};
}
#endif

} // namespace exwm_vr::environment
