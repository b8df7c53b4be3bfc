// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/policy/level.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace exwm_vr::policy {

/// The program that asked, where a guest is clients of a display.
struct Asker {
    std::string engine; ///< that made the sandbox it is in
    std::int64_t pid = 0;
    std::string executable; ///< path; empty when it cannot be known

    friend bool operator==(const Asker&, const Asker&) = default;
};

/// Something a guest was not allowed, to be told once.
struct Denial {
    enum class Reason : std::uint8_t {
        operation,
        vram,
        rate,
        interface, ///< of a display's protocol
        lease,     ///< of a headset
    };

    std::string guest;
    Level level = Level::untrusted;
    Reason reason = Reason::operation;
    std::string what; ///< for people: "compute", "4096 bytes more than 0 of 1024"
    std::optional<Asker> asker;

    friend bool operator==(const Denial&, const Denial&) = default;
};

/// Lets so many through in a second, and a quarter of a second's worth at once after a rest.
class RateLimit {
public:
    /// @p per_second is at least 1.
    explicit RateLimit(std::uint32_t per_second);

    /// Whether one more may pass at @p now, in ns of any clock that does not go back. One that does
    /// gains nothing by it.
    [[nodiscard]] bool take(std::uint64_t now_ns);

private:
    // Tokens in units of 1/10^9, so that a nanosecond adds exactly per_second_ of them.
    std::uint64_t per_second_;
    std::uint64_t most_;
    std::uint64_t tokens_;
    std::optional<std::uint64_t> last_ns_;
};

/// What one guest does with devices that the compositor plays for it, held to what it may.
///
/// Each reason for a denial, and each operation, is told once until the allowance changes: a guest
/// must not be able to fill a log.
class Session {
public:
    using Tell = std::function<void(const Denial&)>;

    Session(std::string guest, Level level, const Allowance& allowance, Tell tell);

    /// Counts a request at @p now_ns (a clock that does not go back). No: it is to be refused, or
    /// to wait.
    [[nodiscard]] bool request(std::uint64_t now_ns);

    [[nodiscard]] bool may(Operation operation);

    /// Whether it may use that much of Vulkan.
    [[nodiscard]] bool may(Vulkan vulkan);

    /// Takes @p bytes of its memory; nothing is taken where that would be too much.
    [[nodiscard]] bool charge(std::uint64_t bytes);

    /// Gives @p bytes back, which must have been charged: no more than that is given back, and no
    /// says that it was asked for.
    bool release(std::uint64_t bytes);

    [[nodiscard]] std::uint64_t charged() const { return charged_; }

    /// Another allowance from now on. What is charged stays charged, also beyond it.
    void change(const Allowance& allowance);

private:
    /// Tells it unless it was. Always false, for what to answer.
    bool deny(Denial::Reason reason, const std::string& about, std::string what);

    std::string guest_;
    Level level_;
    Allowance allowance_;
    Tell tell_;
    std::uint64_t charged_ = 0;
    std::optional<RateLimit> rate_;
    std::set<std::pair<Denial::Reason, std::string>> told_;
};

[[nodiscard]] std::string_view to_string(Denial::Reason reason);

} // namespace exwm_vr::policy
