// SPDX-License-Identifier: MIT
#include "config/input_rules.hpp"

#include "base/format.hpp"
#include "config/config.hpp"

namespace exwm_vr::config {

bool matches_glob(std::string_view pattern, std::string_view text) {
    // Where the last * stands, and how much of the text it takes: the only choice to go back to.
    std::size_t star = std::string_view::npos;
    std::size_t taken = 0;
    std::size_t p = 0;
    std::size_t t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::string hardware_id(const InputFacts& facts) {
    return formatted("{:04x}:{:04x}", facts.vendor, facts.product);
}

bool matches(const InputRule& rule, const InputFacts& facts) {
    return (!rule.type || facts.types.contains(*rule.type)) &&
           (matches_glob(rule.match, facts.name) || matches_glob(rule.match, hardware_id(facts)));
}

WantedInput merge_input_rules(std::span<const InputRule> rules, const InputFacts& facts) {
    WantedInput wanted;
    for (const InputRule& rule : rules) {
        if (!matches(rule, facts)) {
            continue;
        }
        const bool for_all = rule.match == "*" && !rule.type;
        for_each_input_setting([&](std::string_view name, auto member) {
            if (!(rule.settings.*member)) {
                return;
            }
            wanted.settings.*member = rule.settings.*member;
            if (!for_all) {
                wanted.meant.insert(name);
            }
        });
    }
    return wanted;
}

Keyboard keyboard_for(const Keyboard& base, const InputSettings& settings) {
    Keyboard keyboard{
        .rules = settings.rules.value_or(base.rules),
        .model = settings.model.value_or(base.model),
        .layout = settings.layout.value_or(base.layout),
        .variant = settings.variant.value_or(settings.layout ? std::string() : base.variant),
        .options = settings.options.value_or(base.options),
        .repeat_rate = settings.repeat_rate.value_or(base.repeat_rate),
        .repeat_delay = settings.repeat_delay.value_or(base.repeat_delay),
    };
    return keyboard;
}

} // namespace exwm_vr::config
