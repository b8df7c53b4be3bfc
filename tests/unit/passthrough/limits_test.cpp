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

/// Debian as it is: cgroup v2, an IOMMU, and a kernel without dmem.
Mechanisms debian() {
    Mechanisms machine;
    machine.cpu_max = true;
    machine.memory_max = true;
    machine.iommu = true;
    machine.render_server = true;
    machine.max_hostmem = true;
    machine.processors = 8;
    return machine;
}

/// Whether @p machine has the mechanism of that name.
bool available(const Mechanisms& machine, std::string_view name) {
    namespace m = mechanism;
    if (name == m::render_server) {
        return machine.render_server;
    }
    if (name == m::cpu_max) {
        return machine.cpu_max;
    }
    if (name == m::memory_max) {
        return machine.memory_max;
    }
    if (name == m::dmem_max) {
        return machine.dmem_controller && machine.dmem_region;
    }
    if (name == m::vram_quota) {
        return machine.vram_quota;
    }
    if (name == m::exec_quantum) {
        return machine.exec_quantum;
    }
    if (name == m::iommu) {
        return machine.iommu;
    }
    if (name == m::max_hostmem) {
        return machine.max_hostmem;
    }
    // What a guest is given, or not, needs nothing else.
    return name == m::no_gpu || name == m::virtual_device || name == m::virtual_2d ||
           name == m::virtual_gl || name == m::given_nodes || name == m::contexts ||
           name == m::machine_size;
}

const Limit* find(const std::vector<Limit>& limits, std::string_view subject) {
    const auto found = std::ranges::find(limits, subject, &Limit::subject);
    return found == limits.end() ? nullptr : &*found;
}

Limit limit(const Guest& guest, Shape shape, const Mechanisms& machine, std::string_view subject) {
    const auto all = limits(guest, shape, machine);
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
        guest.allowance.vram_bytes = below(4096) * mib;
        guest.allowance.compute_percent = below(101);
        guest.allowance.vulkan = vulkan_words.at(below(4)).value;
        for (const auto& word : operation_words) {
            if (flip()) {
                guest.allowance.operations.insert(word.value);
            }
        }
        guest.drives_outputs = flip();
        guest.seat = seat_words.at(below(3)).value;
        guest.priority = below(101);
        guest.limits_requests = flip();
        if (flip()) {
            guest.memory_bytes = below(4096) * mib;
        }
        if (flip()) {
            guest.cpus = 1 + below(16);
        }
        return guest;
    }

    Shape shape(const Guest& guest) {
        constexpr std::array of_containers{Shape::nothing, Shape::processors, Shape::render_node};
        constexpr std::array of_machines{
            Shape::nothing,
            Shape::virtual_2d,
            Shape::virgl,
            Shape::venus,
            Shape::native_context,
            Shape::own_part,
            Shape::own_gpu
        };
        return guest.kind == Guest::Kind::virtual_machine ? of_machines.at(below(7))
                                                          : of_containers.at(below(3));
    }

    Mechanisms machine() {
        Mechanisms machine;
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
        &Mechanisms::max_hostmem,
    };

private:
    std::minstd_rand numbers_;
};

TEST_CASE("no limit claims a mechanism that the machine has not", "[policy][limits]") {
    Random random(1);
    for (int i = 0; i < 5'000; ++i) {
        const Guest guest = random.guest();
        const Shape shape = random.shape(guest);
        const Mechanisms machine = random.machine();
        for (const auto& one : limits(guest, shape, machine)) {
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
        const Guest guest = random.guest();
        auto all = limits(guest, random.shape(guest), random.machine());
        std::ranges::sort(all, {}, &Limit::subject);
        REQUIRE(std::ranges::adjacent_find(all, {}, &Limit::subject) == all.end());
    }
}

TEST_CASE("what a machine lacks never makes a limit stronger", "[policy][limits]") {
    Random random(3);
    for (int i = 0; i < 1'000; ++i) {
        const Guest guest = random.guest();
        const Shape shape = random.shape(guest);
        const Mechanisms machine = random.machine();
        const auto with = limits(guest, shape, machine);
        for (const auto member : Random::enforcers) {
            Mechanisms weaker = machine;
            weaker.*member = false;
            const auto without = limits(guest, shape, weaker);
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
        const bool is_machine = kind.value == Guest::Kind::virtual_machine;
        const auto all =
            limits(guest, is_machine ? Shape::virtual_2d : Shape::processors, debian());
        CAPTURE(kind.text);
        CHECK(all.size() == 6);
        CHECK(require_enforced("g", all));
        CHECK(find(all, "compute")->requested == "10 % of 8 processors");
        CHECK(find(all, "compute")->mechanism == mechanism::cpu_max);
    }
    Mechanisms bare = debian();
    bare.cpu_max = false;
    const auto refused = require_enforced(
        "web", limits(guest_of(Level::untrusted, Guest::Kind::container), Shape::processors, bare)
    );
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
        const auto all = limits(guest, Shape::render_node, debian());
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
    CHECK(limit(low, Shape::render_node, with_dmem, "vram").enforcement == Enforcement::none);
    with_dmem.dmem_region = true;
    CHECK(limit(low, Shape::render_node, with_dmem, "vram").mechanism == mechanism::dmem_max);
    CHECK(limit(low, Shape::render_node, with_dmem, "vram").enforcement == Enforcement::kernel);
}

TEST_CASE("graphics without computing is declared, not claimed", "[policy][limits]") {
    const Guest low = guest_of(Level::low, Guest::Kind::container);
    CHECK(limit(low, Shape::render_node, debian(), "vulkan").enforcement == Enforcement::none);
    CHECK(
        limit(low, Shape::render_node, debian(), "operations").reason ==
        "nothing tells encode, compute from what is granted"
    );
    // High withholds passthrough only, which a node does not give.
    const auto high =
        limits(guest_of(Level::high, Guest::Kind::container), Shape::render_node, debian());
    CHECK(find(high, "vulkan") == nullptr);
    CHECK(find(high, "operations")->enforcement == Enforcement::kernel);
}

TEST_CASE(
    "a native context keeps guests apart, venus by processes, virgl not", "[policy][limits]"
) {
    const Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    Mechanisms machine = debian();
    const auto native = limit(guest, Shape::native_context, machine, "isolation");
    const auto venus = limit(guest, Shape::venus, machine, "isolation");
    const auto virgl = limit(guest, Shape::virgl, machine, "isolation");
    CHECK(native.enforcement < venus.enforcement);
    CHECK(venus.enforcement < virgl.enforcement);
    CHECK(!enforced(virgl));
    machine.render_server = false;
    CHECK(!enforced(limit(guest, Shape::venus, machine, "isolation")));
}

TEST_CASE("what a device without 3D takes of the host is limited by itself", "[policy][limits]") {
    const Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    Mechanisms machine = debian();
    const auto all = limits(guest, Shape::virtual_2d, machine);
    CHECK(find(all, "vulkan")->mechanism == mechanism::virtual_2d);
    CHECK(find(all, "compute")->mechanism == mechanism::cpu_max);
    CHECK(find(all, "vram")->mechanism == mechanism::max_hostmem);
    machine.max_hostmem = false;
    CHECK(!enforced(limit(guest, Shape::virtual_2d, machine, "vram")));
}

TEST_CASE("Vulkan is withheld where the device has none", "[policy][limits]") {
    Guest guest = guest_of(Level::medium, Guest::Kind::virtual_machine);
    guest.allowance.vulkan = Vulkan::none;
    CHECK(limit(guest, Shape::virgl, debian(), "vulkan").enforcement == Enforcement::hypervisor);
    guest.kind = Guest::Kind::container;
    CHECK(limit(guest, Shape::render_node, debian(), "vulkan").enforcement == Enforcement::none);
}

TEST_CASE(
    "a GPU of its own is enforced by the IOMMU, a part of one by firmware", "[policy][limits]"
) {
    const Guest guest = guest_of(Level::system, Guest::Kind::virtual_machine, Access::passthrough);
    Mechanisms machine = debian();
    const auto all = limits(guest, Shape::own_gpu, machine);
    CHECK(require_enforced("g", all));
    CHECK(find(all, "vram")->requested == "all of its GPU's");
    CHECK(find(all, "vram")->enforcement == Enforcement::hardware);
    CHECK(find(all, "compute") == nullptr);
    machine.iommu = false;
    CHECK(!require_enforced("g", limits(guest, Shape::own_gpu, machine)));

    machine = debian();
    CHECK(limit(guest, Shape::own_part, machine, "vram").enforcement == Enforcement::none);
    machine.vram_quota = true;
    machine.exec_quantum = true;
    Guest half = guest;
    half.allowance.compute_percent = 50;
    CHECK(limit(half, Shape::own_part, machine, "vram").requested == "2 GiB");
    CHECK(limit(half, Shape::own_part, machine, "vram").enforcement == Enforcement::firmware);
    CHECK(limit(half, Shape::own_part, machine, "compute").mechanism == mechanism::exec_quantum);
}

TEST_CASE("a part that the host's driver plays is held by that driver", "[policy][limits]") {
    const Guest guest = guest_of(Level::system, Guest::Kind::virtual_machine, Access::passthrough);
    Mechanisms machine = debian();
    machine.partition = true;
    machine.mediated = true;
    const auto isolation = limit(guest, Shape::own_part, machine, "isolation");
    CHECK(isolation.mechanism == mechanism::mediated);
    CHECK(isolation.enforcement == Enforcement::kernel);
    CHECK(!enforced(limit(guest, Shape::own_part, machine, "vram")));
}

TEST_CASE("who drives outputs by a card can draw by it", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    guest.drives_outputs = true;
    CHECK(limit(guest, Shape::processors, debian(), "nodes").requested == "a card for outputs");
    CHECK(limit(guest, Shape::processors, debian(), "vulkan").enforcement == Enforcement::none);
    CHECK(limit(guest, Shape::processors, debian(), "operations").enforcement == Enforcement::none);
    CHECK(limit(guest, Shape::processors, debian(), "vram").enforcement == Enforcement::none);
}

TEST_CASE("who has the socket of seatd has a card", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    guest.seat = SeatSource::socket;
    for (const auto shape : {Shape::nothing, Shape::processors}) {
        const auto all = limits(guest, shape, debian());
        CHECK(find(all, "nodes")->requested == "a card for outputs");
        for (const auto* subject : {"vram", "compute", "vulkan", "operations"}) {
            CAPTURE(subject);
            CHECK(!enforced(*find(all, subject)));
        }
        CHECK(!require_enforced("g", all));
    }
    guest.seat = SeatSource::devices; // of which nodes are given one by one
    CHECK(require_enforced("g", limits(guest, Shape::processors, debian())));
}

TEST_CASE("what nothing goes by is asked for in vain, and is said to be", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    CHECK(find(limits(guest, Shape::processors, debian()), "requests") == nullptr);
    CHECK(find(limits(guest, Shape::processors, debian()), "priority") == nullptr);
    guest.limits_requests = true;
    guest.priority = 70;
    CHECK(limit(guest, Shape::processors, debian(), "requests").requested == "2000 per second");
    CHECK(!enforced(limit(guest, Shape::processors, debian(), "requests")));
    CHECK(limit(guest, Shape::processors, debian(), "priority").requested == "70");
    CHECK(!require_enforced("g", limits(guest, Shape::processors, debian())));
}

TEST_CASE("memory and processors of a container are the kernel's to limit", "[policy][limits]") {
    Guest guest = guest_of(Level::untrusted, Guest::Kind::container);
    guest.memory_bytes = 512 * mib;
    guest.cpus = 2;
    CHECK(limit(guest, Shape::processors, debian(), "memory").mechanism == mechanism::memory_max);
    CHECK(limit(guest, Shape::processors, debian(), "cpus").mechanism == mechanism::cpu_max);
    CHECK(limit(guest, Shape::processors, {}, "memory").enforcement == Enforcement::none);
    CHECK(limit(guest, Shape::processors, {}, "cpus").enforcement == Enforcement::none);
    guest.kind = Guest::Kind::virtual_machine;
    CHECK(limit(guest, Shape::virtual_2d, {}, "memory").enforcement == Enforcement::hypervisor);
}

} // namespace
} // namespace exwm_vr::policy
