// SPDX-License-Identifier: MIT
#pragma once

#include "config/input_rules.hpp"
#include "input/keyboards.hpp"
#include "input/pointer.hpp"
#include "wlr/listener.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exwm_vr::input {

/// What others want to know of devices.
struct DeviceEvents {
    std::function<void(const config::InputState&)> added;
    std::function<void(std::uint32_t id, const std::string& name)> removed;
};

/// All devices of the backend, and what the configuration's rules make of them. One piece of
/// hardware can be several of wlroots' devices, such as a keyboard with a touchpad: they share
/// their id, and rules are about all of it.
class Devices {
public:
    Devices(Keyboards& keyboards, Pointer& pointer, wlr_output_layout& layout);
    Devices(const Devices&) = delete;
    Devices& operator=(const Devices&) = delete;
    ~Devices();

    void set_events(DeviceEvents events) { events_ = std::move(events); }

    /// Takes a device in that the seat uses already.
    void add(wlr_input_device& handle);

    /// Applies these rules from now on, also to devices that are there. @p panels are built-in
    /// outputs, as globs: the only touch screen is that of one of them.
    void configure(std::vector<config::InputRule> rules, std::vector<std::string> panels);

    [[nodiscard]] std::vector<config::InputState> all() const;

private:
    class Device;

    void on_layout_change();
    void apply_rules(Device& device);
    void map(const Device& device) const;
    void map_all() const;
    /// Null: it reaches over all outputs.
    [[nodiscard]] wlr_output* output_of(const Device& device) const;
    [[nodiscard]] bool is_only_touch_screen(const Device& device) const;
    [[nodiscard]] wlr_output* built_in_output() const;
    /// Says once of each setting that the device does not have it.
    void warn(const Device& device, std::span<const std::string_view> refused);
    [[nodiscard]] wlr_output* find_output(const std::string& name) const;
    [[nodiscard]] config::InputState describe(const Device& device) const;
    void forget(const Device& device);

    Keyboards& keyboards_;
    Pointer& pointer_;
    wlr_output_layout& layout_;
    DeviceEvents events_;
    std::vector<config::InputRule> rules_;
    std::vector<std::string> panels_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::set<std::pair<std::string, std::string>> warned_; ///< devices' names and keys
    std::uint32_t next_id_ = 1;
    Listener<&Devices::on_layout_change> layout_change_;
};

} // namespace exwm_vr::input
