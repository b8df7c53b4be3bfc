// SPDX-License-Identifier: MIT
#include "passthrough/policy/session.hpp"

#include "base/format.hpp"
#include "passthrough/policy/words.hpp"

#include <algorithm>

namespace exwm_vr::policy {

namespace {

constexpr std::uint64_t one = 1'000'000'000;
constexpr std::uint64_t burst_share = 4; ///< of a second

std::optional<RateLimit> rate_of(const Allowance& allowance) {
    return allowance.requests_per_second.transform([](std::uint32_t rate) {
        return RateLimit(std::max(rate, 1U));
    });
}

} // namespace

RateLimit::RateLimit(std::uint32_t per_second)
    : per_second_(per_second)
    , most_(std::max(per_second_ * one / burst_share, one))
    , tokens_(most_) {}

bool RateLimit::take(std::uint64_t now_ns) {
    if (last_ns_ && now_ns > *last_ns_) {
        const auto passed = now_ns - *last_ns_;
        // Divided, as the product of a long time need not fit.
        const auto lacking = most_ - tokens_;
        tokens_ = passed > lacking / per_second_ ? most_ : tokens_ + passed * per_second_;
    }
    last_ns_ = std::max(now_ns, last_ns_.value_or(now_ns));
    if (tokens_ < one) {
        return false;
    }
    tokens_ -= one;
    return true;
}

Session::Session(std::string guest, Level level, const Allowance& allowance, Tell tell)
    : guest_(std::move(guest))
    , level_(level)
    , allowance_(allowance)
    , tell_(std::move(tell))
    , rate_(rate_of(allowance)) {}

bool Session::request(std::uint64_t now_ns) {
    if (!rate_) {
        return true;
    }
    if (rate_->take(now_ns)) {
        return true;
    }
    return deny(
        Denial::Reason::rate,
        "",
        formatted("more than {} requests per second", allowance_.requests_per_second.value_or(0))
    );
}

bool Session::may(Operation operation) {
    const std::string name{to_string(operation)};
    return allowance_.operations.contains(operation) || deny(Denial::Reason::operation, name, name);
}

bool Session::may(Vulkan vulkan) {
    const std::string name = formatted("Vulkan: {}", to_string(vulkan));
    return vulkan <= allowance_.vulkan || deny(Denial::Reason::operation, name, name);
}

bool Session::charge(std::uint64_t bytes) {
    const auto most = allowance_.vram_bytes;
    // A change of the allowance may have left it below what is charged.
    if (charged_ > most || bytes > most - charged_) {
        return deny(
            Denial::Reason::vram,
            "",
            formatted("{} bytes more than {} of {}", bytes, charged_, most)
        );
    }
    charged_ += bytes;
    return true;
}

bool Session::release(std::uint64_t bytes) {
    if (bytes > charged_) {
        charged_ = 0;
        return false;
    }
    charged_ -= bytes;
    return true;
}

void Session::change(const Allowance& allowance) {
    if (allowance == allowance_) {
        return;
    }
    if (allowance.requests_per_second != allowance_.requests_per_second) {
        rate_ = rate_of(allowance);
    }
    allowance_ = allowance;
    told_.clear();
}

bool Session::deny(Denial::Reason reason, const std::string& about, std::string what) {
    if (told_.emplace(reason, about).second && tell_) {
        tell_({.guest = guest_, .level = level_, .reason = reason, .what = std::move(what)});
    }
    return false;
}

std::string_view to_string(Denial::Reason reason) {
    switch (reason) {
    case Denial::Reason::operation:
        return "operation";
    case Denial::Reason::vram:
        return "vram";
    case Denial::Reason::rate:
        return "rate";
    case Denial::Reason::interface:
        return "interface";
    case Denial::Reason::lease:
        return "lease";
    }
    return "";
}

} // namespace exwm_vr::policy
