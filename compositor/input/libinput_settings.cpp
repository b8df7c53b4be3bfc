// SPDX-License-Identifier: MIT
#include "input/libinput_settings.hpp"

#include "base/format.hpp"

#include <libinput.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace exwm_vr::input {
namespace {

// libinput's values in the order of config's.
constexpr std::array libinput_profiles{
    LIBINPUT_CONFIG_ACCEL_PROFILE_FLAT, LIBINPUT_CONFIG_ACCEL_PROFILE_ADAPTIVE
};
constexpr std::array libinput_scroll_methods{
    LIBINPUT_CONFIG_SCROLL_NO_SCROLL,
    LIBINPUT_CONFIG_SCROLL_2FG,
    LIBINPUT_CONFIG_SCROLL_EDGE,
    LIBINPUT_CONFIG_SCROLL_ON_BUTTON_DOWN
};
constexpr std::array libinput_click_methods{
    LIBINPUT_CONFIG_CLICK_METHOD_NONE,
    LIBINPUT_CONFIG_CLICK_METHOD_BUTTON_AREAS,
    LIBINPUT_CONFIG_CLICK_METHOD_CLICKFINGER
};
constexpr std::array libinput_tap_maps{LIBINPUT_CONFIG_TAP_MAP_LRM, LIBINPUT_CONFIG_TAP_MAP_LMR};
constexpr std::array libinput_drag_locks{
    LIBINPUT_CONFIG_DRAG_LOCK_DISABLED,
    LIBINPUT_CONFIG_DRAG_LOCK_ENABLED_TIMEOUT,
    LIBINPUT_CONFIG_DRAG_LOCK_ENABLED_STICKY
};
constexpr std::array libinput_send_events{
    LIBINPUT_CONFIG_SEND_EVENTS_ENABLED,
    LIBINPUT_CONFIG_SEND_EVENTS_DISABLED,
    LIBINPUT_CONFIG_SEND_EVENTS_DISABLED_ON_EXTERNAL_MOUSE
};

template <typename Choice>
std::size_t index_of(Choice choice) {
    return static_cast<std::size_t>(choice);
}

/// The word of the file for one of libinput's values.
template <typename Choice, std::size_t count, typename Native>
std::string word_of(
    const std::array<Word<Choice>, count>& words,
    const std::array<Native, count>& natives,
    Native value
) {
    for (std::size_t i = 0; i < count; ++i) {
        if (natives.at(i) == value) {
            return std::string(word_for(words, static_cast<Choice>(i)));
        }
    }
    return "custom"; // what only a newer libinput knows
}

/// One pass over all settings: each is either given to the device, or read from it.
class Pass {
public:
    Pass(libinput_device& device, const config::InputSettings* wanted)
        : device_(&device)
        , wanted_(wanted) {}

    void run() {
        send_events();
        pointer();
        buttons();
        touchpad();
        place();
    }

    std::vector<std::string_view> refused;
    std::vector<config::InputSetting> found;

private:
    /// A setting of which libinput has the functions @p get, @p get_default and @p set; @p to
    /// makes libinput's value of config's, @p show what is told of libinput's.
    template <typename T, typename Get, typename Set, typename To, typename Show>
    void setting(
        std::string_view name,
        std::optional<T> config::InputSettings::* member,
        bool available,
        Get get,
        Get get_default,
        Set set,
        To to,
        Show show
    ) {
        if (wanted_ == nullptr) {
            if (available) {
                found.push_back({std::string(name), show(get(device_))});
            }
            return;
        }
        const auto& wanted = wanted_->*member;
        if (!available) {
            refuse(name, wanted.has_value());
            return;
        }
        const auto value = wanted ? to(*wanted) : get_default(device_);
        if (value != get(device_)) {
            const bool failed = set(device_, value) != LIBINPUT_CONFIG_STATUS_SUCCESS;
            refuse(name, failed && wanted.has_value());
        }
    }

    template <typename Native, typename Get, typename Set>
    void flag(
        std::string_view name,
        std::optional<bool> config::InputSettings::* member,
        bool available,
        Native on,
        Get get,
        Get get_default,
        Set set
    ) {
        setting(
            name,
            member,
            available,
            get,
            get_default,
            set,
            [on](bool wanted) { return wanted ? on : Native{}; },
            [on](auto value) { return static_cast<Native>(value) == on; }
        );
    }

    template <typename Choice, std::size_t count, typename Native, typename Get, typename Set>
    void choice(
        std::string_view name,
        std::optional<Choice> config::InputSettings::* member,
        bool available,
        const std::array<Word<Choice>, count>& words,
        const std::array<Native, count>& natives,
        Get get,
        Get get_default,
        Set set
    ) {
        setting(
            name,
            member,
            available,
            get,
            get_default,
            set,
            [&](Choice wanted) { return natives.at(index_of(wanted)); },
            [&](Native value) { return word_of(words, natives, value); }
        );
    }

    void refuse(std::string_view name, bool refused_now) {
        if (refused_now) {
            refused.push_back(name);
        }
    }

    void send_events() {
        // A set of modes in libinput, of which one at a time makes sense.
        setting(
            "send_events",
            &config::InputSettings::send_events,
            true,
            libinput_device_config_send_events_get_mode,
            libinput_device_config_send_events_get_default_mode,
            libinput_device_config_send_events_set_mode,
            [](config::SendEvents wanted) {
                return static_cast<std::uint32_t>(libinput_send_events.at(index_of(wanted)));
            },
            [](std::uint32_t mode) {
                return word_of(
                    config::send_events_modes,
                    libinput_send_events,
                    static_cast<libinput_config_send_events_mode>(mode)
                );
            }
        );
    }

    void pointer() {
        const bool accelerates = libinput_device_config_accel_is_available(device_) != 0;
        choice(
            "accel_profile",
            &config::InputSettings::accel_profile,
            accelerates && libinput_device_config_accel_get_profiles(device_) != 0,
            config::accel_profiles,
            libinput_profiles,
            libinput_device_config_accel_get_profile,
            libinput_device_config_accel_get_default_profile,
            libinput_device_config_accel_set_profile
        );
        setting(
            "accel_speed",
            &config::InputSettings::accel_speed,
            accelerates,
            libinput_device_config_accel_get_speed,
            libinput_device_config_accel_get_default_speed,
            libinput_device_config_accel_set_speed,
            std::identity{},
            std::identity{}
        );
        flag(
            "natural_scroll",
            &config::InputSettings::natural_scroll,
            libinput_device_config_scroll_has_natural_scroll(device_) != 0,
            1,
            libinput_device_config_scroll_get_natural_scroll_enabled,
            libinput_device_config_scroll_get_default_natural_scroll_enabled,
            libinput_device_config_scroll_set_natural_scroll_enabled
        );
        const auto methods = libinput_device_config_scroll_get_methods(device_);
        choice(
            "scroll_method",
            &config::InputSettings::scroll_method,
            methods != 0,
            config::scroll_methods,
            libinput_scroll_methods,
            libinput_device_config_scroll_get_method,
            libinput_device_config_scroll_get_default_method,
            libinput_device_config_scroll_set_method
        );
        setting(
            "scroll_button",
            &config::InputSettings::scroll_button,
            (methods & LIBINPUT_CONFIG_SCROLL_ON_BUTTON_DOWN) != 0,
            libinput_device_config_scroll_get_button,
            libinput_device_config_scroll_get_default_button,
            libinput_device_config_scroll_set_button,
            std::identity{},
            [](std::uint32_t button) {
                const auto word = word_for(config::button_names, button);
                return word.empty() ? std::to_string(button) : std::string(word);
            }
        );
    }

    void buttons() {
        flag(
            "left_handed",
            &config::InputSettings::left_handed,
            libinput_device_config_left_handed_is_available(device_) != 0,
            1,
            libinput_device_config_left_handed_get,
            libinput_device_config_left_handed_get_default,
            libinput_device_config_left_handed_set
        );
        flag(
            "middle_emulation",
            &config::InputSettings::middle_emulation,
            libinput_device_config_middle_emulation_is_available(device_) != 0,
            LIBINPUT_CONFIG_MIDDLE_EMULATION_ENABLED,
            libinput_device_config_middle_emulation_get_enabled,
            libinput_device_config_middle_emulation_get_default_enabled,
            libinput_device_config_middle_emulation_set_enabled
        );
        choice(
            "click_method",
            &config::InputSettings::click_method,
            libinput_device_config_click_get_methods(device_) != 0,
            config::click_methods,
            libinput_click_methods,
            libinput_device_config_click_get_method,
            libinput_device_config_click_get_default_method,
            libinput_device_config_click_set_method
        );
    }

    void touchpad() {
        const bool taps = libinput_device_config_tap_get_finger_count(device_) > 0;
        flag(
            "tap",
            &config::InputSettings::tap,
            taps,
            LIBINPUT_CONFIG_TAP_ENABLED,
            libinput_device_config_tap_get_enabled,
            libinput_device_config_tap_get_default_enabled,
            libinput_device_config_tap_set_enabled
        );
        choice(
            "tap_button_map",
            &config::InputSettings::tap_button_map,
            taps,
            config::tap_button_maps,
            libinput_tap_maps,
            libinput_device_config_tap_get_button_map,
            libinput_device_config_tap_get_default_button_map,
            libinput_device_config_tap_set_button_map
        );
        flag(
            "tap_drag",
            &config::InputSettings::tap_drag,
            taps,
            LIBINPUT_CONFIG_DRAG_ENABLED,
            libinput_device_config_tap_get_drag_enabled,
            libinput_device_config_tap_get_default_drag_enabled,
            libinput_device_config_tap_set_drag_enabled
        );
        choice(
            "drag_lock",
            &config::InputSettings::drag_lock,
            taps,
            config::drag_locks,
            libinput_drag_locks,
            libinput_device_config_tap_get_drag_lock_enabled,
            libinput_device_config_tap_get_default_drag_lock_enabled,
            libinput_device_config_tap_set_drag_lock_enabled
        );
        flag(
            "disable_while_typing",
            &config::InputSettings::disable_while_typing,
            libinput_device_config_dwt_is_available(device_) != 0,
            LIBINPUT_CONFIG_DWT_ENABLED,
            libinput_device_config_dwt_get_enabled,
            libinput_device_config_dwt_get_default_enabled,
            libinput_device_config_dwt_set_enabled
        );
        flag(
            "disable_while_trackpointing",
            &config::InputSettings::disable_while_trackpointing,
            libinput_device_config_dwtp_is_available(device_) != 0,
            LIBINPUT_CONFIG_DWTP_ENABLED,
            libinput_device_config_dwtp_get_enabled,
            libinput_device_config_dwtp_get_default_enabled,
            libinput_device_config_dwtp_set_enabled
        );
    }

    void place() {
        setting(
            "rotation",
            &config::InputSettings::rotation,
            libinput_device_config_rotation_is_available(device_) != 0,
            libinput_device_config_rotation_get_angle,
            libinput_device_config_rotation_get_default_angle,
            libinput_device_config_rotation_set_angle,
            [](int degrees) { return static_cast<unsigned>(degrees); },
            [](unsigned degrees) { return static_cast<int>(degrees); }
        );
        using Floats = std::array<float, 6>;
        const auto get = [](libinput_device* device) {
            Floats values{};
            libinput_device_config_calibration_get_matrix(device, values.data());
            return values;
        };
        const auto get_default = [](libinput_device* device) {
            Floats values{};
            libinput_device_config_calibration_get_default_matrix(device, values.data());
            return values;
        };
        setting<config::CalibrationMatrix, Floats (*)(libinput_device*)>(
            "calibration_matrix",
            &config::InputSettings::calibration_matrix,
            libinput_device_config_calibration_has_matrix(device_) != 0,
            get,
            get_default,
            [](libinput_device* device, const Floats& values) {
                return libinput_device_config_calibration_set_matrix(device, values.data());
            },
            [](const config::CalibrationMatrix& wanted) {
                Floats values{};
                std::ranges::transform(wanted, values.begin(), [](double value) {
                    return static_cast<float>(value);
                });
                return values;
            },
            [](const Floats& values) {
                std::string text;
                for (const float value : values) {
                    text += formatted("{}{}", text.empty() ? "[" : ", ", value);
                }
                return text + "]";
            }
        );
    }

    libinput_device* device_;
    const config::InputSettings* wanted_; ///< null: read
};

} // namespace

std::vector<std::string_view>
apply(libinput_device& device, const config::InputSettings& settings) {
    Pass pass(device, &settings);
    pass.run();
    return std::move(pass.refused);
}

std::vector<config::InputSetting> read_settings(libinput_device& device) {
    Pass pass(device, nullptr);
    pass.run();
    return std::move(pass.found);
}

} // namespace exwm_vr::input
