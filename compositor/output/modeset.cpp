// SPDX-License-Identifier: MIT
#include "output/modeset.hpp"

#include "base/log.hpp"
#include "output/state.hpp"
#include "wlr/swapchain_manager.hpp"

#include <algorithm>

namespace exwm_vr::output {
namespace {

/// What a buffer is needed for: the old one may not fit.
constexpr std::uint32_t shown_anew = WLR_OUTPUT_STATE_ENABLED | WLR_OUTPUT_STATE_MODE;

/// What is there now of all that fill() may change.
void remember(wlr_output_state* state, const wlr_output& output) {
    wlr_output_state_set_enabled(state, output.enabled);
    wlr_output_state_set_scale(state, output.scale);
    wlr_output_state_set_transform(state, output.transform);
    if (!output.enabled) {
        return;
    }
    if (output.current_mode != nullptr) {
        wlr_output_state_set_mode(state, output.current_mode);
    } else {
        wlr_output_state_set_custom_mode(state, output.width, output.height, output.refresh);
    }
    if (output.adaptive_sync_supported) {
        wlr_output_state_set_adaptive_sync_enabled(
            state, output.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED
        );
    }
}

bool shows(const wlr_output& output, const wlr_output_state& state) {
    if (output.enabled != state.enabled || output.scale != state.scale ||
        output.transform != state.transform) {
        return false;
    }
    if (!output.enabled) {
        return true;
    }
    const bool same_mode = state.mode_type == WLR_OUTPUT_STATE_MODE_FIXED
                               ? output.current_mode == state.mode
                               : output.width == state.custom_mode.width &&
                                     output.height == state.custom_mode.height &&
                                     output.refresh == state.custom_mode.refresh;
    const bool synced = output.adaptive_sync_status == WLR_OUTPUT_ADAPTIVE_SYNC_ENABLED;
    return same_mode && (!output.adaptive_sync_supported || synced == state.adaptive_sync_enabled);
}

bool stays_off(const wlr_output& output, const wlr_output_state& state) {
    return !output.enabled && ((state.committed & WLR_OUTPUT_STATE_ENABLED) == 0 || !state.enabled);
}

/// A picture for an output that has no place in the layout yet, so that nothing is to be seen
/// there.
bool draw_black(wlr_output& output, wlr_output_state* state, wlr_swapchain& swapchain) {
    auto* buffer = wlr_swapchain_acquire(&swapchain);
    if (buffer == nullptr) {
        return false;
    }
    auto* pass = wlr_renderer_begin_buffer_pass(output.renderer, buffer, nullptr);
    if (pass != nullptr) {
        const wlr_render_rect_options black{
            .box = {.x = 0, .y = 0, .width = buffer->width, .height = buffer->height},
            .color = {.r = 0, .g = 0, .b = 0, .a = 1},
            .clip = nullptr,
            .blend_mode = WLR_RENDER_BLEND_MODE_NONE,
        };
        wlr_render_pass_add_rect(pass, &black);
        if (wlr_render_pass_submit(pass)) {
            wlr_output_state_set_buffer(state, buffer);
        } else {
            pass = nullptr;
        }
    }
    wlr_buffer_unlock(buffer);
    return pass != nullptr;
}

/// wlroots keeps what was set of colours with the CRTC, and shows whoever has it next in them,
/// though the program that set them is gone. One that is there sets its own for a new output.
void straighten_colours(wlr_output& output, wlr_output_state* state) {
    if (wlr_output_get_gamma_size(&output) > 0) {
        wlr_output_state_set_color_transform(state, nullptr);
    }
}

} // namespace

Modeset::Part::Part(const Outputs::Change& change)
    : output(change.output) {
    fill(wanted.get(), change);
    const bool turned_off = (wanted->committed & WLR_OUTPUT_STATE_ENABLED) != 0 && !wanted->enabled;
    if (!output->active() && output->handle().enabled && !turned_off) {
        // Lit when it comes, as after another virtual terminal: there may be nothing else to
        // change.
        straighten_colours(output->handle(), wanted.get());
    }
    remember(before.get(), output->handle());
}

class Modeset::Group {
public:
    explicit Group(wlr_backend& backend)
        : backend_(backend)
        , swapchains_(backend) {}

    [[nodiscard]] const wlr_backend* backend() const { return &backend_; }

    void add(Part& part) {
        parts_.push_back(&part);
        // One that is lit when it comes shows what somebody else drew.
        redrawn_ |= (part.wanted->committed & shown_anew) != 0 || !part.output->active();
    }

    bool test() {
        const auto all = states();
        return redrawn_
                   ? wlr_output_swapchain_manager_prepare(swapchains_.get(), all.data(), all.size())
                   : wlr_backend_test(&backend_, all.data(), all.size());
    }

    /// After a test that was passed.
    bool draw() {
        return !redrawn_ || std::ranges::all_of(parts_, [this](Part* part) {
            auto& output = part->output->handle();
            auto* swapchain =
                wlr_output_swapchain_manager_get_swapchain(swapchains_.get(), &output);
            if (swapchain == nullptr) {
                return true; // off
            }
            if (!part->output->active()) {
                straighten_colours(output, part->wanted.get()); // by now it has a CRTC
                return draw_black(output, part->wanted.get(), *swapchain);
            }
            const wlr_scene_output_state_options options{
                .timer = nullptr, .color_transform = nullptr, .swapchain = swapchain
            };
            return wlr_scene_output_build_state(
                part->output->scene_output(), part->wanted.get(), &options
            );
        });
    }

    bool commit() {
        const auto all = states();
        if (!wlr_backend_commit(&backend_, all.data(), all.size())) {
            return false;
        }
        if (redrawn_) {
            wlr_output_swapchain_manager_apply(swapchains_.get());
        }
        return true;
    }

private:
    /// Shallow copies, to be looked at only.
    [[nodiscard]] std::vector<wlr_backend_output_state> states() const {
        std::vector<wlr_backend_output_state> all;
        for (auto* part : parts_) {
            all.push_back({.output = &part->output->handle(), .base = *part->wanted.get()});
        }
        return all;
    }

    wlr_backend& backend_;
    SwapchainManager swapchains_;
    std::vector<Part*> parts_;
    bool redrawn_ = false;
};

Modeset::Modeset(std::span<const Outputs::Change> changes) {
    for (const auto& change : changes) {
        if (parts_.emplace_back(change).wanted->committed == 0) {
            parts_.pop_back();
        }
    }
}

std::string Modeset::names() const {
    std::string names;
    for (const auto& part : parts_) {
        names += (names.empty() ? "" : ", ") + part.output->name();
    }
    return names;
}

Result<void> Modeset::prepare(std::deque<Group>& groups) {
    for (auto& part : parts_) {
        if (stays_off(part.output->handle(), *part.wanted.get())) {
            continue; // the card is not asked; commit() has them one by one
        }
        auto* backend = part.output->handle().backend;
        auto group = std::ranges::find(groups, backend, &Group::backend);
        if (group == groups.end()) {
            groups.emplace_back(*backend);
            group = std::prev(groups.end());
        }
        group->add(part);
    }
    if (!std::ranges::all_of(groups, &Group::test)) {
        return fail("{}: the backend refuses these settings", names());
    }
    return {};
}

Result<void> Modeset::test() {
    std::deque<Group> groups;
    return prepare(groups);
}

Result<void> Modeset::commit() {
    std::deque<Group> groups;
    if (auto prepared = prepare(groups); !prepared) {
        return prepared;
    }
    const auto commit_off = [](Part& part) {
        auto& output = part.output->handle();
        return !stays_off(output, *part.wanted.get()) ||
               wlr_output_commit_state(&output, part.wanted.get());
    };
    if (std::ranges::all_of(parts_, commit_off) && std::ranges::all_of(groups, &Group::draw) &&
        std::ranges::all_of(groups, &Group::commit)) {
        return {};
    }
    undo(); // of several cards, or on a backend that takes one output after the other
    return fail("{}: the settings could not be applied", names());
}

void Modeset::undo() {
    for (auto& part : parts_) {
        auto& output = part.output->handle();
        if (!shows(output, *part.before.get()) &&
            !wlr_output_commit_state(&output, part.before.get())) {
            log::warn("output {}: what it showed could not be brought back", output.name);
        }
        // A picture that was drawn for it was never seen.
        wlr_damage_ring_add_whole(&part.output->scene_output()->damage_ring);
        wlr_output_schedule_frame(&output);
    }
}

} // namespace exwm_vr::output
