// SPDX-License-Identifier: MIT
#include "output/outputs.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "output/state.hpp"
#include "wm/output_places.hpp"

#include <algorithm>
#include <cmath>

namespace exwm_vr::output {
namespace {

bool is_nested(wlr_output& handle) {
#if WLR_HAS_X11_BACKEND
    if (wlr_output_is_x11(&handle)) {
        return true;
    }
#endif
    return wlr_output_is_wl(&handle);
}

/// What a monitor says of itself, as far as it does, and where it is plugged in.
std::string description_of(const wlr_output& monitor) {
    std::string text;
    for (const auto* part : {monitor.make, monitor.model, monitor.serial}) {
        if (part != nullptr) {
            text += formatted("{} ", part);
        }
    }
    return text + formatted("({})", monitor.name);
}

} // namespace

Outputs::Outputs(wl_display* display, const Graphics& graphics, scene::Scene& scene)
    : loop_(wl_display_get_event_loop(display))
    , graphics_(graphics)
    , scene_(scene)
    , layout_(wlr_output_layout_create(display))
    , scene_layout_(wlr_scene_attach_output_layout(scene.get(), layout_))
    , new_output_(*this, graphics.backend.events.new_output)
    , layout_change_(*this, layout_->events.change) {}

Outputs::~Outputs() {
    // The wlr_outputs outlive this object: take them out of the scene and the layout first.
    layout_change_.disconnect();
    for (const auto& output : outputs_) {
        wlr_output_layout_remove(layout_, &output->handle());
        wlr_scene_output_destroy(output->scene_output());
    }
}

std::vector<Output*> Outputs::all() const {
    std::vector<Output*> result;
    result.reserve(outputs_.size());
    std::ranges::transform(outputs_, std::back_inserter(result), [](const auto& output) {
        return output.get();
    });
    return result;
}

Output* Outputs::find(OutputId id) const {
    const auto found = std::ranges::find(outputs_, id, [](const auto& o) { return o->id(); });
    return found != outputs_.end() ? found->get() : nullptr;
}

Output* Outputs::find(std::string_view name) const {
    const auto found = std::ranges::find(outputs_, name, [](const auto& o) { return o->name(); });
    return found != outputs_.end() ? found->get() : nullptr;
}

Output* Outputs::find(const wlr_output* handle) const {
    const auto found =
        std::ranges::find_if(outputs_, [&](const auto& o) { return &o->handle() == handle; });
    return found != outputs_.end() ? found->get() : nullptr;
}

Output* Outputs::at(double x, double y) const {
    double near_x = x;
    double near_y = y;
    wlr_output_layout_closest_point(layout_, nullptr, x, y, &near_x, &near_y);
    return find(wlr_output_layout_output_at(layout_, near_x, near_y));
}

bool Outputs::begin_drawing(wlr_output& output) const {
    auto* allocator = graphics_.allocator_for(output);
    return allocator != nullptr && wlr_output_init_render(&output, allocator, graphics_.renderer);
}

bool Outputs::draw_with(wlr_renderer& renderer) {
    graphics_.renderer = &renderer;
    bool all_can = true;
    for (const auto& output : outputs_) {
        all_can &= begin_drawing(output->handle());
        // Nothing of the old pictures counts.
        wlr_damage_ring_add_whole(&output->scene_output()->damage_ring);
        wlr_output_schedule_frame(&output->handle());
    }
    return all_can;
}

Box Outputs::extents() const {
    wlr_box box{};
    wlr_output_layout_get_box(layout_, nullptr, &box);
    return {box.x, box.y, box.width, box.height};
}

std::string Outputs::free_virtual_name() const {
    for (int n = 1;; ++n) {
        auto name = formatted("HEADLESS-{}", n);
        if (find(name) == nullptr) {
            return name;
        }
    }
}

Result<OutputId> Outputs::add_virtual(const config::OutputSpec& spec) {
    if (graphics_.headless == nullptr) {
        return fail("this session cannot make virtual outputs");
    }
    if (!spec.name.empty() && find(spec.name) != nullptr) {
        return fail("there is an output named {} already", spec.name);
    }
    const auto size = spec.settings.mode.value_or(Size{1920, 1080});
    being_made_ = &spec;
    // Emits new_output before it returns, so on_new_output() sees being_made_.
    const auto* handle = wlr_headless_add_output(
        graphics_.headless, static_cast<unsigned>(size.width), static_cast<unsigned>(size.height)
    );
    being_made_ = nullptr;
    const auto* made = find(handle);
    if (made == nullptr) {
        return fail("the virtual output {} could not be made", to_string(spec));
    }
    return made->id();
}

Result<void> Outputs::remove_virtual(OutputId id) {
    auto* output = find(id);
    if (output == nullptr) {
        return fail("unknown output: {}", id.value);
    }
    if (!output->is_virtual()) {
        return fail("{} is not a virtual output and cannot be removed", output->name());
    }
    wlr_output_destroy(&output->handle());
    return {};
}

void Outputs::name_new(wlr_output& handle, const config::OutputSpec& spec) const {
    const bool is_virtual = wlr_output_is_headless(&handle);
    if (!spec.name.empty() && find(spec.name) == nullptr) {
        wlr_output_set_name(&handle, spec.name.c_str());
    } else if (is_virtual) {
        wlr_output_set_name(&handle, free_virtual_name().c_str());
    }
    if (is_virtual) {
        wlr_output_set_description(&handle, formatted("Virtual output {}", handle.name).c_str());
    } else if (wlr_output_is_drm(&handle) && (handle.make == nullptr || handle.model == nullptr)) {
        // wlroots calls them "(null)".
        wlr_output_set_description(&handle, description_of(handle).c_str());
    }
    const auto title = formatted("EXWM-VR: {}", handle.name);
    if (wlr_output_is_wl(&handle)) {
        wlr_wl_output_set_title(&handle, title.c_str());
    }
#if WLR_HAS_X11_BACKEND
    if (wlr_output_is_x11(&handle)) {
        wlr_x11_output_set_title(&handle, title.c_str());
    }
#endif
}

void Outputs::on_new_output(wlr_output& handle) {
    if (!taken_ || !taken_(handle, use_for(handle))) {
        adopt(handle);
    }
}

void Outputs::adopt(wlr_output& handle) {
    if (find(&handle) != nullptr) {
        return;
    }
    std::optional<config::OutputSpec> spec;
    if (being_made_ != nullptr) {
        spec = *being_made_;
    } else if (is_nested(handle) && !expected_.empty()) {
        spec = std::move(expected_.front());
        expected_.erase(expected_.begin());
    }
    name_new(handle, spec.value_or(config::OutputSpec{}));
    if (!begin_drawing(handle)) {
        log::error("output {}: no buffers can be made for it", handle.name);
        return;
    }
    auto& output = *outputs_.emplace_back(
        std::make_unique<Output>(*this, handle, OutputId{next_id_++}, scene_)
    );

    Change change{.output = &output, .settings = settings_for_new(output), .mode = nullptr};
    if (spec) {
        change.settings = spec->settings;
    }
    change.settings.enabled = change.settings.enabled.value_or(true);
    if (!change.settings.mode && !change.settings.refresh_mhz) {
        change.mode = wlr_output_preferred_mode(&handle); // not the one that it is in
    }
    const auto id = output.id();
    bring_up(change);
    if (find(id) == nullptr) {
        return; // it went while room was made for it
    }
    if (spec) {
        output.own_ = spec->settings;
    }
    if (output.is_virtual()) {
        output.own_.mode = Size{handle.width, handle.height};
        output.own_.refresh_mhz = handle.refresh > 0 ? std::optional(handle.refresh) : std::nullopt;
    } else {
        output.own_.mode.reset(); // the host says how large its windows are
        output.own_.refresh_mhz.reset();
    }
}

void Outputs::bring_up(Change change) {
    auto& handle = change.output->handle();
    const auto id = change.output->id();
    const auto wanted = carry_out({&change, 1}, Room::made);
    if (wanted || find(id) == nullptr) {
        return;
    }
    log::warn("output {}: {}; others are tried", handle.name, wanted.error().message);
    change.settings.mode.reset();
    change.settings.refresh_mhz.reset();
    // A link may be too slow for the best mode, as behind a dock, or what a rule asks for may be
    // what is refused.
    const Change plain{.output = change.output, .settings = {.enabled = true}, .mode = nullptr};
    auto modes = modes_to_try(handle);
    if (modes.empty()) {
        modes.push_back(nullptr);
    }
    for (auto attempt : {change, plain}) {
        for (auto* mode : modes) {
            attempt.mode = mode;
            // Room was made above, if there was any.
            if (carry_out({&attempt, 1}, Room::left)) {
                log::warn(
                    "output {}: it shows {}x{} at {} Hz, the first mode that is not refused",
                    handle.name,
                    handle.width,
                    handle.height,
                    config::format_refresh(handle.refresh)
                );
                return;
            }
        }
    }
    log::error("output {}: nothing can be shown on it", handle.name);
}

void Outputs::place(Output& output, bool active) {
    if (!active) {
        if (output.active_) {
            output.active_ = false;
            if (events_.deactivated) {
                events_.deactivated(output);
            }
            output.box_ = {};
            wlr_output_layout_remove(layout_, &output.handle());
        }
        changed();
        return;
    }
    arrange(&output);
    if (!output.active_) {
        wlr_scene_output_layout_add_output(
            scene_layout_, wlr_output_layout_get(layout_, &output.handle()), output.scene_output()
        );
        output.active_ = true;
        wlr_box box{};
        wlr_output_layout_get_box(layout_, &output.handle(), &box);
        output.box_ = output.usable_ = {box.x, box.y, box.width, box.height};
        if (events_.activated) {
            events_.activated(output);
        }
    }
    on_layout_change();
    changed();
}

void Outputs::arrange(const Output* joining) {
    std::vector<wlr_output*> handles;
    std::vector<wm::OutputWish> wishes;
    for (const auto& output : outputs_) {
        if (!output->active() && output.get() != joining) {
            continue;
        }
        wm::OutputWish wish{.size = {}, .position = output->position_};
        wlr_output_effective_resolution(&output->handle(), &wish.size.width, &wish.size.height);
        handles.push_back(&output->handle());
        wishes.push_back(wish);
    }
    const auto places = wm::place_outputs(wishes);
    arranging_ = true; // each of these calls says that the layout has changed
    for (std::size_t i = 0; i < handles.size(); ++i) {
        const auto* now = wlr_output_layout_get(layout_, handles[i]);
        const bool right = now != nullptr && Point{.x = now->x, .y = now->y} == places[i];
        if (!right &&
            wlr_output_layout_add(layout_, handles[i], places[i].x, places[i].y) == nullptr) {
            log::panic("out of memory for the output layout");
        }
    }
    arranging_ = false;
}

void Outputs::on_layout_change() {
    if (arranging_) {
        return;
    }
    arrange(nullptr); // an output has another size, and those beside it move
    for (auto* output : all()) {
        if (!output->active()) {
            continue;
        }
        wlr_box box{};
        wlr_output_layout_get_box(layout_, &output->handle(), &box);
        const Box now{box.x, box.y, box.width, box.height};
        if (now != output->box_ && !now.empty()) {
            output->box_ = now;
            if (events_.moved) {
                events_.moved(*output);
            }
        }
    }
    changed();
}

void Outputs::give_up(const wlr_output& handle) {
    if (auto* output = find(&handle)) {
        forget(*output);
    }
}

void Outputs::forget(Output& output) {
    // First of all: a change of the scene from here on would send surfaces' enter events for an
    // output that is about to go, and wlroots asserts that nobody has come to listen to it.
    wlr_scene_output_destroy(output.scene_output_);
    if (output.active_) {
        output.active_ = false;
        if (events_.deactivated) {
            events_.deactivated(output);
        }
    }
    wlr_output_layout_remove(layout_, &output.handle());
    std::erase_if(outputs_, [&](const auto& owned) { return owned.get() == &output; });
    on_layout_change();
    changed();
}

void Outputs::changed() {
    if (tell_.active()) {
        return;
    }
    tell_ = LoopCallback::idle(loop_, [this] {
        apply_late_rules();
        if (events_.changed) {
            events_.changed();
        }
    });
}

} // namespace exwm_vr::output
