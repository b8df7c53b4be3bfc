// SPDX-License-Identifier: MIT
// What is set of outputs: by rules, and by people and programs while we run.
#include "base/format.hpp"
#include "base/log.hpp"
#include "output/outputs.hpp"
#include "output/state.hpp"

#include "wlr/output_names.hpp"
#include <algorithm>
#include <utility>

namespace exwm_vr::output {
namespace {

/// What @p more says, @p settings say from now on.
void merge(config::OutputSettings& settings, const config::OutputSettings& more) {
    const auto take = [](auto& to, const auto& from) {
        if (from) {
            to = from;
        }
    };
    take(settings.mode, more.mode);
    take(settings.refresh_mhz, more.refresh_mhz);
    take(settings.scale, more.scale);
    take(settings.transform, more.transform);
    take(settings.position, more.position);
    take(settings.enabled, more.enabled);
    take(settings.adaptive_sync, more.adaptive_sync);
    take(settings.tearing, more.tearing);
}

bool matches(const config::OutputRule& rule, const wlr_output& output) {
    return rule.match == "*" || means(rule.match, names_of(output));
}

} // namespace

std::optional<config::OutputUse> Outputs::use_for(const wlr_output& output) const {
    std::optional<config::OutputUse> use;
    for (const auto& rule : rules_) {
        if (rule.use && matches(rule, output)) {
            use = rule.use;
        }
    }
    return use;
}

config::OutputSettings Outputs::rules_for(const Output& output) const {
    config::OutputSettings merged;
    for (const auto& rule : rules_) {
        if (matches(rule, output.handle())) {
            merge(merged, rule.settings);
        }
    }
    return merged;
}

void Outputs::set_rules(std::vector<config::OutputRule> rules) {
    rules_ = std::move(rules);
    kept_.clear();
}

void Outputs::keep(const Change& change) {
    if (change.output->is_virtual()) {
        return;
    }
    auto& kept = kept_[identity_of(names_of(change.output->handle()))];
    merge(kept, change.settings);
    if (change.mode != nullptr) {
        kept.mode = Size{change.mode->width, change.mode->height};
        kept.refresh_mhz = change.mode->refresh;
    }
}

config::OutputSettings Outputs::settings_for_new(const Output& output) const {
    auto settings = rules_for(output);
    const auto kept = kept_.find(identity_of(names_of(output.handle())));
    if (kept == kept_.end()) {
        return settings;
    }
    auto wanted = kept->second;
    if (wanted.mode && !has_mode(output.handle(), *wanted.mode)) {
        wanted.mode.reset(); // another monitor on the same plug
        wanted.refresh_mhz.reset();
    }
    merge(settings, wanted);
    return settings;
}

Outputs::Change Outputs::with_mode(Change change) const {
    auto& handle = change.output->handle();
    auto& settings = change.settings;
    const bool has_one = change.mode != nullptr || settings.mode || settings.refresh_mhz;
    if (!settings.enabled.value_or(false) || has_one || handle.width != 0) {
        return change;
    }
    const auto wanted = settings_for_new(*change.output);
    settings.mode = wanted.mode;
    settings.refresh_mhz = wanted.refresh_mhz;
    if (!settings.mode && !settings.refresh_mhz) {
        change.mode = wlr_output_preferred_mode(&handle);
    }
    return change;
}

Result<void> Outputs::test(std::span<const Change> changes) {
    for (const auto& change : changes) {
        OutputState state;
        fill(state.get(), with_mode(change));
        if (!wlr_output_test_state(&change.output->handle(), state.get())) {
            return fail("{}: the backend refuses these settings", change.output->name());
        }
    }
    return {};
}

Result<void> Outputs::apply(std::span<const Change> changes) {
    auto done = carry_out(changes);
    if (done) {
        std::ranges::for_each(changes, [this](const Change& change) { keep(change); });
    }
    return done;
}

Result<void> Outputs::carry_out(std::span<const Change> changes) {
    if (const auto tested = test(changes); !tested) {
        return tested;
    }
    for (const auto& change : changes) {
        auto& output = *change.output;
        OutputState state;
        fill(state.get(), with_mode(change));
        if (!wlr_output_commit_state(&output.handle(), state.get())) {
            return fail("{}: the settings could not be applied", output.name());
        }
        if (change.settings.position) {
            output.position_ = change.settings.position;
        }
        const auto sync = change.settings.adaptive_sync;
        if (sync && *sync != config::AdaptiveSync::off &&
            !output.handle().adaptive_sync_supported) {
            log::info("output {}: no adaptive sync, it is not supported", output.name());
        }
        output.sync_by_content_ = sync ? *sync == config::AdaptiveSync::by_content &&
                                             output.handle().adaptive_sync_supported
                                       : output.sync_by_content_;
        output.may_tear_ = change.settings.tearing.value_or(output.may_tear_);
        place(output, change.settings.enabled.value_or(output.active()));
    }
    return {};
}

void Outputs::apply_rules() {
    for (auto* output : all()) {
        const Change change{.output = output, .settings = rules_for(*output), .mode = nullptr};
        if (change.settings == config::OutputSettings{}) {
            continue;
        }
        if (const auto applied = carry_out({&change, 1}); !applied) {
            log::warn("{}", applied.error().message);
        }
    }
}

} // namespace exwm_vr::output
