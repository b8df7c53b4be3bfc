// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "config/config.hpp"
#include "output/output.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exwm_vr::output {

/// What others want to know of outputs. Called after the fact, on the one thread.
struct OutputEvents {
    std::function<void(Output&)> activated;   ///< it got a place in the layout
    std::function<void(Output&)> deactivated; ///< turned off, or about to go
    std::function<void(Output&)> moved;       ///< its box has changed
    std::function<void(Output&, std::uint32_t commit_seq)> presented; ///< a frame is on the screen
    std::function<FrameWish(const Output&)> frame_wish;               ///< of what covers the output
    std::function<bool(const Output&)> held_off; ///< off for now, whatever rules say
    /// The backend does not turn it on, whatever its settings: whether something was done about it,
    /// so that it is worth another try.
    std::function<bool(const Output&)> refused;
    std::function<void()> changed; ///< anything of any output, once a turn of the loop
};

/// All outputs: their settings, their places in the layout, and the virtual ones.
class Outputs {
public:
    /// What is needed to show pictures; everything outlives this object.
    struct Graphics {
        wlr_backend& backend;
        wlr_backend* headless; ///< where virtual outputs are made; may be null
        wlr_renderer* renderer;
        /// Memory that the output can show; null when there is none.
        std::function<wlr_allocator*(const wlr_output&)> allocator_for;
    };

    Outputs(wl_display* display, const Graphics& graphics, scene::Scene& scene);
    Outputs(const Outputs&) = delete;
    Outputs& operator=(const Outputs&) = delete;
    ~Outputs();

    void set_events(OutputEvents events) { events_ = std::move(events); }

    /// Says of a new output that it is taken and not for the desktop; before anything is shown on
    /// it. @p rule is what the user says of it.
    using Claim = std::function<bool(wlr_output&, std::optional<config::OutputUse> rule)>;

    void set_claim(Claim taken) { taken_ = std::move(taken); }

    /// Shows the desktop on an output that was taken; nothing happens if it does already.
    void adopt(wlr_output& handle);

    /// The desktop leaves an output, which lives on; nothing happens if it was not there.
    void give_up(const wlr_output& handle);

    /// What the rules say that an output is for.
    [[nodiscard]] std::optional<config::OutputUse> use_for(const wlr_output& output) const;

    /// Rules for outputs that appear from now on. What was set of any until now is forgotten.
    void set_rules(std::vector<config::OutputRule> rules);

    /// What draws from now on, on all outputs. False when one of them cannot.
    bool draw_with(wlr_renderer& renderer);

    [[nodiscard]] wlr_output_layout* layout() const { return layout_; }

    [[nodiscard]] std::vector<Output*> all() const;
    [[nodiscard]] Output* find(OutputId id) const;
    [[nodiscard]] Output* find(std::string_view name) const;
    [[nodiscard]] Output* find(const wlr_output* handle) const;
    /// The active output at a point, else the nearest; null when none is active.
    [[nodiscard]] Output* at(double x, double y) const;
    /// The smallest box around all active outputs.
    [[nodiscard]] Box extents() const;

    /// What the outputs of a nested session, which open as windows by themselves, are to be, in
    /// the order in which they come.
    void expect_nested(std::vector<config::OutputSpec> specs) { expected_ = std::move(specs); }

    /// Makes a virtual output. A name that is taken is an error.
    Result<OutputId> add_virtual(const config::OutputSpec& spec);
    /// Only virtual outputs can be removed.
    Result<void> remove_virtual(OutputId id);

    struct Change {
        Output* output = nullptr;
        config::OutputSettings settings;
        wlr_output_mode* mode = nullptr; ///< one of the output's own modes, before settings.mode
        bool whole = false; ///< what is not given is as if it never had been, where that can be
    };

    /// Applies all changes, or none when the backend refuses one. They hold for an output that
    /// goes and comes back, too, as all do when another terminal is shown.
    Result<void> apply(std::span<const Change> changes);

    /// The same, but what comes back is as it would be without.
    Result<void> apply_for_now(std::span<const Change> changes) {
        return carry_out(changes, Room::made);
    }

    /// Says whether the backend takes all changes in one step. apply() may find a way where it does
    /// not: it can turn off first what is to be off, or have others make room, and neither can be
    /// tried without being done.
    Result<void> test(std::span<const Change> changes);

    /// Rules applied anew to what is there, as after a config reload; what they do not say is as it
    /// would be of an output that comes now. Nothing that others have of a card is taken for it: an
    /// output that needs that stays off. One whose power is off gets the rest with its power.
    void apply_rules();

private:
    friend class Output;

    void on_new_output(wlr_output& handle);
    void on_layout_change();
    void forget(Output& output);
    /// An output's state has changed: tells the listeners once the loop comes round.
    void changed();
    void place(Output& output, bool active);
    /// Puts all active outputs, and @p joining, where they belong in the layout now.
    void arrange(const Output* joining);
    [[nodiscard]] bool begin_drawing(wlr_output& output) const;
    /// One that was off when it came has no mode yet: it gets one with the first change that turns
    /// it on, as a new one would.
    [[nodiscard]] Change with_mode(Change change) const;
    /// Whether others are to give something up for an output that cannot be turned on.
    enum class Room : std::uint8_t { made, left };
    /// An error, too, when an output of them went to make room; it is not to be touched any more.
    Result<void> carry_out(std::span<const Change> changes, Room room);
    /// The same in two steps, for outputs that need what others give up.
    static Result<void> turn_off_first(std::span<const Change> changes);
    /// Shows something on a new output: what is wanted, else what is not refused.
    void bring_up(Change change);
    [[nodiscard]] Change from_rules(Output& output) const;
    bool make_room(const Change& change);
    /// Of outputs whose power came on since the rules were applied.
    void apply_late_rules();
    void keep(const Change& change);
    [[nodiscard]] config::OutputSettings settings_for_new(const Output& output) const;
    void name_new(wlr_output& handle, const config::OutputSpec& spec) const;
    [[nodiscard]] config::OutputSettings rules_for(const Output& output) const;
    [[nodiscard]] std::string free_virtual_name() const;

    wl_event_loop* loop_;
    Graphics graphics_;
    scene::Scene& scene_;
    OutputEvents events_;
    Claim taken_;
    std::vector<config::OutputRule> rules_;
    std::map<std::string, config::OutputSettings> kept_; ///< what was set besides, by identity
    wlr_output_layout* layout_;                          ///< dies with the display
    wlr_scene_output_layout* scene_layout_;              ///< dies with layout_
    std::vector<std::unique_ptr<Output>> outputs_;
    std::uint32_t next_id_ = 1;
    const config::OutputSpec* being_made_ = nullptr; ///< while add_virtual() runs
    std::vector<config::OutputSpec> expected_;       ///< see expect_nested()
    bool arranging_ = false;
    LoopCallback tell_;

    Listener<&Outputs::on_new_output> new_output_;
    Listener<&Outputs::on_layout_change> layout_change_;
};

} // namespace exwm_vr::output
