// SPDX-License-Identifier: MIT
#include "passthrough/policy/limits.hpp"
#include "passthrough/policy/words.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <random>

namespace exwm_vr::policy {
namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

Guest guest_of(Level level, Guest::Kind kind, Access access = Access::shared) {
    Guest guest;
    guest.name = "g";
    guest.kind = kind;
    guest.level = level;
    guest.access = access;
    guest.allowance = Levels{}[level];
    return guest;
}

/// Debian as it is: a GPU, cgroup v2, an IOMMU, and a kernel without dmem.
Mechanisms debian() {
    Mechanisms machine;
    machine.offers = {.gpu = true, .virgl = true, .venus = true, .native_context = true};
    machine.cpu_max = true;
    machine.memory_max = true;
    machine.iommu = true;
    machine.render_server = true;
    machine.processors = 8;
    return machine;
}

const Limit* find(const std::vector<Limit>& limits, std::string_view subject) {
    const auto found = std::ranges::find(limits, subject, &Limit::subject);
    return found == limits.end() ? nullptr : &*found;
}

Limit limit(const Guest& guest, const Mechanisms& machine, std::string_view subject) {
    const auto all = limits(guest, machine);
    const auto* const found = find(all, subject);
    REQUIRE(found != nullptr);
    return *found;
}

class Random {
public:
    explicit Random(unsigned seed)
        : numbers_(seed) {}

    bool flip() { return below(2) == 1; }

    unsigned below(unsigned end) { return static_cast<unsigned>(numbers_() % end); }

    Guest guest() {
        Guest guest;
        guest.name = "g";
        guest.kind = kind_words.at(below(3)).value;
        guest.level = level_words.at(below(5)).value;
        guest.access = access_words.at(below(5)).value;
        guest.allowance.vram_bytes = below(4096) * mib;
        guest.allowance.compute_percent = below(101);
        guest.allowance.vulkan = vulkan_words.at(below(4)).value;
        for (const auto& word : operation_words) {
            if (flip()) {
                guest.allowance.operations.insert(word.value);
            }
        }
        guest.drives_outputs = flip();
        if (flip()) {
            guest.memory_bytes = below(4096) * mib;
        }
        if (flip()) {
            guest.cpus = 1 + below(16);
        }
        return guest;
    }

    Mechanisms machine() {
        Mechanisms machine;
        machine.offers = {flip(), flip(), flip(), flip(), flip()};
        for (const auto member : enforcers) {
            machine.*member = flip();
        }
        machine.processors = 1 + below(64);
        return machine;
    }

    static constexpr std::array enforcers{
        &Mechanisms::cpu_max,
        &Mechanisms::memory_max,
        &Mechanisms::dmem_controller,
        &Mechanisms::dmem_region,
        &Mechanisms::vram_quota,
        &Mechanisms::exec_quantum,
        &Mechanisms::iommu,
        &Mechanisms::render_server,
    };

private:
    std::minstd_rand numbers_;
};

TEST_CASE("no limit claims a mechanism that the machine has not", "[policy][limits]") {
    Random random(1);
    for (int i = 0; i < 5'000; ++i) {
        const Guest guest = random.guest();
        const Mechanisms machine = random.machine();
        for (const auto& one : limits(guest, machine)) {
            CAPTURE(i, one.subject, one.mechanism, to_string(one.enforcement));
            REQUIRE(enforced(one) == !one.mechanism.empty());
            REQUIRE((one.mechanism.empty() || available(machine, one.mechanism)));
            REQUIRE(!one.requested.empty());
            REQUIRE(!one.reason.empty());
        }
    }
}

TEST_CASE("each subject is there once at most", "[policy][limits]") {
    Random random(2);
    for (int i = 0; i < 2'000; ++i) {
        auto all = limits(random.guest(), random.machine());
        std::ranges::sort(all, {}, &Limit::subject);
        REQUIRE(std::ranges::adjacent_find(all, {}, &Limit::subject) == all.end());
    }
}

TEST_CASE("what a machine lacks never makes a limit stronger", "[policy][limits]") {
    Random random(3);
    for (int i = 0; i < 1'000; ++i) {
        const Guest guest = random.guest();
        const Mechanisms machine = random.machine();
        const auto with = limits(guest, machine);
        for (const auto member : Random::enforcers) {
            Mechanisms weaker = machine;
            weaker.*member = false;
            const auto without = limits(guest, weaker);
            REQUIRE(with.size() == without.size());
            for (std::size_t at = 0; at < with.size(); ++at) {
                CAPTURE(i, with[at].subject, with[at].mechanism, without[at].mechanism);
                REQUIRE(with[at].subject == without[at].subject);
                REQUIRE(with[at].enforcement <= without[at].enforcement);
            }
        }
    }
}

TEST_CASE("who is not trusted gets no GPU, and all of that is enforced", "[policy][limits]") {
    for (const auto& kind : kind_words) {
        const Guest guest = guest_of(Level::untrusted, kind.value);
        const auto all = limits(guest, debian());
        CAPTURE(kind.text);
        CHECK(all.size() == 6);
        CHECK(require_enforced("g", all));
        CHECK(find(all, "compute")->requested == "10 % of 8 processors");
        CHECK(find(all, "compute")->mechanism == mechanism::cpu_max);
    }
    Mechanisms bare = debian();
    bare.cpu_max = false;
    const auto refused =
        require_enforced("web", limits(guest_of(Level::untrusted, Guest::Kind::container), bare));
    REQUIRE(!refused);
    CHECK(
        refused.error().message == "web: not enforced: compute (10 % of 8 processors): there is no "
                                   "cgroup v2 with the cpu controller"
    );
}

TEST_CASE(
    "on a shared GPU neither memory nor time is limited by Debian's kernel", "[policy][limits]"
) {
    for (const Level level : {Level::low, Level::medium, Level::high}) {
        const Guest guest = guest_of(level, Guest::Kind::container);
        const auto all = limits(guest, debian());
        CHECK(find(all, "vram")->enforcement == Enforcement::none);
        CHECK(find(all, "vram")->reason == "the kernel has no dmem controller");
        CHECK(find(all, "compute")->enforcement == Enforcement::none);
        CHECK(find(all, "nodes")->enforcement == Enforcement::kernel);
        const auto refused = require_enforced("g", all);
        REQUIRE(!refused);
        CHECK(
            refused.error().message.contains("vram (" + size_to_string(guest.allowance.vram_bytes))
        );
        CHECK(refused.error().message.contains("; compute ("));
        CHECK(!refused.error().message.contains("nodes"));
    }
    Mechanisms with_dmem = debian();
    with_dmem.dmem_controller = true;
    const Guest low = guest_of(Level::low, Guest::Kind::container);
    CHECK(limit(low, with_dmem, "vram").enforcement == Enforcement::none);
    with_dmem.dmem_region = true;
    CHECK(limit(low, with_dmem, "vram").mechanism == mechanism::dmem_max);
    CHECK(limit(low, with_dmem, "vram").enforcement == Enforcement::kernel);
}

TEST_CASE("graphics without computing is declared, not claimed", "[policy][limits]") {
    const Guest low = guest_of(Level::low, Guest::Kind::container);
    CHECK(limit(low, debian(), "vulkan").enforcement == Enforcement::none);
    CHECK(
        limit(low, debian(), "operations").reason ==
        "nothing tells encode, compute from what is granted"
    );
    // High withholds passthrough only, which a node does not give.
    const auto high = limits(guest_of(Level::high, Guest::Kind::container), debian());
    CHECK(find(high, "vulkan") == nullptr);
    CHECK(find(high, "operations")->enforcement == Enforcement::kernel);
}

TEST_CASE("a native context goes before venus, and both before virgl", "[policy][limits]") {
    const Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    Mechanisms machine = debian();
    CHECK(shape_of(guest, machine.offers) == Shape::native_context);
    const auto native = limit(guest, machine, "isolation");
    machine.offers.native_context = false;
    CHECK(shape_of(guest, machine.offers) == Shape::venus);
    const auto venus = limit(guest, machine, "isolation");
    machine.offers.venus = false;
    CHECK(shape_of(guest, machine.offers) == Shape::virgl);
    const auto virgl = limit(guest, machine, "isolation");
    machine.offers.virgl = false;
    CHECK(shape_of(guest, machine.offers) == Shape::virtual_2d);
    CHECK(native.enforcement < venus.enforcement);
    CHECK(venus.enforcement < virgl.enforcement);
    CHECK(!enforced(virgl));
    machine.offers.venus = true;
    machine.render_server = false;
    CHECK(!enforced(limit(guest, machine, "isolation")));
}

TEST_CASE("the limits of a lesser set-up are those of what it gives", "[policy][limits]") {
    const Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    const auto lesser = limits(guest, Shape::virtual_2d, debian());
    CHECK(find(lesser, "vulkan")->mechanism == mechanism::virtual_2d);
    CHECK(find(lesser, "compute")->mechanism == mechanism::cpu_max);
    CHECK(limits(guest, Shape::native_context, debian()) == limits(guest, debian()));
}

TEST_CASE("Vulkan is withheld where the device has none", "[policy][limits]") {
    Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    guest.allowance.vulkan = Vulkan::none;
    CHECK(shape_of(guest, debian().offers) == Shape::virgl);
    CHECK(limit(guest, debian(), "vulkan").enforcement == Enforcement::hypervisor);
    guest.kind = Guest::Kind::container;
    CHECK(limit(guest, debian(), "vulkan").enforcement == Enforcement::none);
}

TEST_CASE(
    "a GPU of its own is enforced by the IOMMU, a part of one by firmware", "[policy][limits]"
) {
    const Guest guest = guest_of(Level::system, Guest::Kind::virtual_machine, Access::passthrough);
    Mechanisms machine = debian();
    const auto all = limits(guest, machine);
    CHECK(require_enforced("g", all));
    CHECK(find(all, "vram")->requested == "all of its GPU's");
    CHECK(find(all, "vram")->enforcement == Enforcement::hardware);
    CHECK(find(all, "compute") == nullptr);
    machine.iommu = false;
    CHECK(!require_enforced("g", limits(guest, machine)));

    machine = debian();
    machine.offers.partition = true;
    CHECK(limit(guest, machine, "vram").enforcement == Enforcement::none);
    machine.vram_quota = true;
    machine.exec_quantum = true;
    Guest half = guest;
    half.allowance.compute_percent = 50;
    CHECK(limit(half, machine, "vram").requested == "2 GiB");
    CHECK(limit(half, machine, "vram").enforcement == Enforcement::firmware);
    CHECK(limit(half, machine, "compute").mechanism == mechanism::exec_quantum);
}

TEST_CASE("who drives outputs by a card can draw by it", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    guest.drives_outputs = true;
    CHECK(limit(guest, debian(), "nodes").requested == "a card for outputs");
    CHECK(limit(guest, debian(), "vulkan").enforcement == Enforcement::none);
    CHECK(limit(guest, debian(), "operations").enforcement == Enforcement::none);
    CHECK(limit(guest, debian(), "vram").enforcement == Enforcement::none);
}

TEST_CASE("memory and processors of a container are the kernel's to limit", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    guest.memory_bytes = 512 * mib;
    guest.cpus = 2;
    CHECK(limit(guest, debian(), "memory").mechanism == mechanism::memory_max);
    CHECK(limit(guest, debian(), "cpus").mechanism == mechanism::cpu_max);
    CHECK(limit(guest, {}, "memory").enforcement == Enforcement::none);
    CHECK(limit(guest, {}, "cpus").enforcement == Enforcement::none);
    guest.kind = Guest::Kind::virtual_machine;
    CHECK(limit(guest, {}, "memory").enforcement == Enforcement::hypervisor);
}

} // namespace
} // namespace exwm_vr::policy
