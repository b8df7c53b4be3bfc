// SPDX-License-Identifier: MIT
// What is set of outputs: by rules, and by people and programs while we run.
#include "base/format.hpp"
#include "base/log.hpp"
#include "output/modeset.hpp"
#include "output/outputs.hpp"
#include "output/state.hpp"
#include "wlr/output_names.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

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

namespace {

/// Rules ask for it where there is any; who asks for it of an output is told that there is none.
Result<void> check_adaptive_sync(std::span<const Outputs::Change> changes) {
    for (const auto& change : changes) {
        const auto sync = change.settings.adaptive_sync.value_or(config::AdaptiveSync::off);
        if (sync != config::AdaptiveSync::off && !change.output->handle().adaptive_sync_supported) {
            return fail("output {} has no adaptive sync", change.output->name());
        }
    }
    return {};
}

} // namespace

Result<void> Outputs::test(std::span<const Change> changes) {
    if (auto can = check_adaptive_sync(changes); !can) {
        return can;
    }
    std::vector<Change> all;
    std::ranges::transform(changes, std::back_inserter(all), [this](const Change& change) {
        return with_mode(change);
    });
    return Modeset(all).test();
}

Result<void> Outputs::apply(std::span<const Change> changes) {
    if (auto can = check_adaptive_sync(changes); !can) {
        return can;
    }
    auto done = carry_out(changes, Room::made);
    if (done) {
        std::ranges::for_each(changes, [this](const Change& change) { keep(change); });
    }
    return done;
}

Result<void> Outputs::turn_off_first(std::span<const Change> changes) {
    std::vector<Change> off;
    std::vector<Change> others;
    for (const auto& change : changes) {
        const bool ends =
            change.output->handle().enabled && !change.settings.enabled.value_or(true);
        (ends ? off : others).push_back(change);
    }
    if (off.empty() || others.empty()) {
        return fail("there is nothing to be given up");
    }
    Modeset first(off);
    auto done = first.commit();
    if (done) {
        done = Modeset(others).commit();
        if (!done) {
            first.undo();
        }
    }
    return done;
}

/// Where it is not the settings that are refused, but that it is turned on.
bool Outputs::make_room(const Change& change) {
    const Change plain{
        .output = change.output,
        .settings = {.enabled = true},
        .mode = wlr_output_preferred_mode(&change.output->handle())
    };
    return change.settings.enabled.value_or(false) && !change.output->active() && events_.refused &&
           !test({&plain, 1}) && events_.refused(*change.output);
}

Result<void> Outputs::carry_out(std::span<const Change> changes, Room room) {
    std::vector<Change> all;
    std::ranges::transform(changes, std::back_inserter(all), [this](const Change& change) {
        return with_mode(change);
    });
    auto done = Modeset(all).commit();
    if (!done && turn_off_first(all)) {
        // What an output holds of its card, wlroots gives to others only once it is off.
        done = {};
    }
    const auto makes_room = [this](const Change& change) { return make_room(change); };
    std::vector<OutputId> ids;
    std::ranges::transform(all, std::back_inserter(ids), [](const Change& change) {
        return change.output->id();
    });
    if (!done && room == Room::made && std::ranges::any_of(all, makes_room)) {
        // The end of a lease makes the backend look at what is plugged in.
        const auto is_gone = [this](OutputId id) { return find(id) == nullptr; };
        if (std::ranges::any_of(ids, is_gone)) {
            return fail("an output has gone meanwhile");
        }
        done = Modeset(all).commit();
    }
    if (!done) {
        return done;
    }
    for (const auto& change : changes) {
        auto& output = *change.output;
        const auto& settings = change.settings;
        const bool can_sync = output.handle().adaptive_sync_supported;
        const auto sync = settings.adaptive_sync;
        if (sync && *sync != config::AdaptiveSync::off && !can_sync) {
            log::info("output {}: no adaptive sync, it is not supported", output.name());
        }
        if (settings.position || change.whole) {
            output.position_ = settings.position;
        }
        if (sync || change.whole) {
            output.sync_by_content_ = sync == config::AdaptiveSync::by_content && can_sync;
        }
        output.may_tear_ = settings.tearing.value_or(output.may_tear_ && !change.whole);
        place(output, settings.enabled.value_or(output.active()));
    }
    return {};
}

Outputs::Change Outputs::from_rules(Output& output) const {
    Change change{
        .output = &output,
        .settings =
            {.scale = 1,
             .transform = config::Transform::normal,
             .enabled = true,
             .adaptive_sync = config::AdaptiveSync::off},
        .mode = nullptr,
        .whole = true,
    };
    merge(change.settings, output.own_);
    merge(change.settings, rules_for(output));
    if (!change.settings.mode && !change.settings.refresh_mhz) {
        change.mode = wlr_output_preferred_mode(&output.handle());
    }
    if (events_.held_off && events_.held_off(output)) {
        change.settings.enabled = false;
    }
    if (*change.settings.enabled && output.active() && !output.handle().enabled) {
        change.settings.enabled.reset(); // only its power is off, and stays so
    }
    return change;
}

void Outputs::apply_rules() {
    std::vector<Change> changes;
    for (const auto& output : outputs_) {
        changes.push_back(from_rules(*output));
        output->rules_wait_ = !changes.back().settings.enabled.has_value();
    }
    if (carry_out(changes, Room::left)) {
        return;
    }
    for (auto& change : changes) {
        const auto applied = carry_out({&change, 1}, Room::left);
        if (applied) {
            continue;
        }
        log::warn("{}", applied.error().message);
        // The mode that it has is one that it can show.
        change.mode = nullptr;
        change.settings.mode.reset();
        change.settings.refresh_mhz.reset();
        if (!carry_out({&change, 1}, Room::left)) {
            log::warn("output {}: it stays as it was", change.output->name());
        }
    }
}

void Outputs::apply_late_rules() {
    for (auto* output : all()) {
        if (!output->rules_wait_ || !output->handle().enabled) {
            continue;
        }
        output->rules_wait_ = false;
        // What was set besides since then holds, too.
        auto change = from_rules(*output);
        const auto kept = settings_for_new(*output);
        if (kept.mode || kept.refresh_mhz) {
            change.mode = nullptr;
        }
        merge(change.settings, kept);
        change.settings.enabled.reset();
        if (const auto applied = carry_out({&change, 1}, Room::left); !applied) {
            log::warn("{}", applied.error().message);
        }
    }
}

} // namespace exwm_vr::output
